import type {
  ArtifactInfo,
  Experiment,
  LoggedModel,
  Metric,
  ModelVersion,
  RegisteredModel,
  Run,
} from '@orrery/core';
import { credentialsFromEnvironment } from './environment.ts';
import { type Credentials, Http } from './http.ts';
import {
  toExperiment,
  toLoggedModel,
  toMetric,
  toModelVersion,
  toRegisteredModel,
  toRun,
  type WireExperiment,
  type WireLoggedModel,
  type WireMetric,
  type WireModelVersion,
  type WireRegisteredModel,
  type WireRun,
} from './wire.ts';

const API = '/api/2.0/mlflow';
const PAGE = 1000;
const POINTS = 25_000;

interface Paged {
  next_page_token?: string;
}

/**
 * Reads everything that a tracking server has, Orrery's or MLflow's, page by page, so that no more of it is in memory.
 *
 *     const reader = new TrackingReader('http://localhost:5000');
 *     for await (const experiment of reader.experiments()) for await (const run of reader.runs(experiment.experimentId)) …
 */
export class TrackingReader {
  readonly uri: string;
  readonly #http: Http;

  constructor(uri: string, credentials: Credentials = credentialsFromEnvironment()) {
    this.#http = new Http(uri, credentials);
    this.uri = this.#http.uri;
  }

  /** Deleted ones too. */
  experiments(): AsyncIterable<Experiment> {
    const search = { view_type: 'ALL', max_results: PAGE };
    return this.#post<WireExperiment, Experiment>('/experiments/search', search, 'experiments', toExperiment);
  }

  /** Deleted ones too, each with its latest metrics; MLflow leaves out the models that they read. */
  runs(experimentId: string): AsyncIterable<Run> {
    const search = { experiment_ids: [experimentId], run_view_type: 'ALL', max_results: PAGE };
    return this.#post<WireRun, Run>('/runs/search', search, 'runs', toRun);
  }

  async run(runId: string): Promise<Run> {
    return toRun((await this.#http.get<{ run: WireRun }>(`${API}/runs/get`, { run_id: runId })).run);
  }

  loggedModels(experimentId: string): AsyncIterable<LoggedModel> {
    const search = { experiment_ids: [experimentId], max_results: 50 };
    return this.#post<WireLoggedModel, LoggedModel>('/logged-models/search', search, 'models', toLoggedModel);
  }

  registeredModels(): AsyncIterable<RegisteredModel> {
    return this.#get<WireRegisteredModel, RegisteredModel>(
      '/registered-models/search',
      { max_results: '1000' },
      'registered_models',
      toRegisteredModel,
    );
  }

  modelVersions(name: string): AsyncIterable<ModelVersion> {
    const query = { filter: `name = '${name.replaceAll("'", "\\'")}'`, max_results: '1000' };
    return this.#get<WireModelVersion, ModelVersion>(
      '/model-versions/search',
      query,
      'model_versions',
      toModelVersion,
    );
  }

  /** The history of a metric, up to 25,000 points at a time. */
  async *history(runId: string, key: string): AsyncIterable<Metric[]> {
    const query = { run_id: runId, metric_key: key, max_results: String(POINTS) };
    let points: Metric[] = [];
    for await (const point of this.#get<WireMetric, Metric>(
      '/metrics/get-history',
      query,
      'metrics',
      toMetric,
    )) {
      points.push(point);
      if (points.length < POINTS) continue;
      yield points;
      points = [];
    }
    if (points.length > 0) yield points;
  }

  /** Every file of a run, with its path from the run's artifact root. */
  artifacts(runId: string): AsyncIterable<ArtifactInfo> {
    return this.#files(`${API}/artifacts/list`, { run_id: runId }, 'path');
  }

  openArtifact(runId: string, path: string): Promise<AsyncIterable<Uint8Array>> {
    return this.#open('/get-artifact', { run_uuid: runId, path });
  }

  /** Every file of a logged model. */
  modelArtifacts(modelId: string): AsyncIterable<ArtifactInfo> {
    return this.#files(
      `${API}/logged-models/${modelId}/artifacts/directories`,
      {},
      'artifact_directory_path',
    );
  }

  openModelArtifact(modelId: string, path: string): Promise<AsyncIterable<Uint8Array>> {
    const route = `/ajax-api/2.0/mlflow/logged-models/${modelId}/artifacts/files`;
    return this.#open(route, { artifact_file_path: path });
  }

  async *#files(
    route: string,
    query: Record<string, string>,
    name: string,
    path = '',
  ): AsyncIterable<ArtifactInfo> {
    const folders: string[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const page: Paged & { files?: { path: string; is_dir?: boolean; file_size?: number | string }[] } =
        await this.#http.get(route, {
          ...query,
          ...(path && { [name]: path }),
          ...(token && { page_token: token }),
        });
      for (const { path: found, is_dir, file_size } of page.files ?? []) {
        if (is_dir) folders.push(found);
        else yield { path: found, isDir: false, ...(file_size !== undefined && { size: Number(file_size) }) };
      }
      token = page.next_page_token || undefined;
    }
    for (const folder of folders) yield* this.#files(route, query, name, folder);
  }

  /** However long it takes: the file may be large. */
  async #open(route: string, query: Record<string, string>): Promise<AsyncIterable<Uint8Array>> {
    const answer = await this.#http.send(`${route}?${new URLSearchParams(query)}`, { signal: null });
    return (answer.body ?? new Blob().stream()) as unknown as AsyncIterable<Uint8Array>;
  }

  #post<W, T>(route: string, search: object, name: string, make: (wire: W) => T): AsyncIterable<T> {
    return pages((token) => this.#http.post(API + route, { ...search, ...token }), name, make);
  }

  #get<W, T>(
    route: string,
    query: Record<string, string>,
    name: string,
    make: (wire: W) => T,
  ): AsyncIterable<T> {
    return pages((token) => this.#http.get(API + route, { ...query, ...token }), name, make);
  }
}

async function* pages<W, T>(
  ask: (token: { page_token?: string }) => Promise<object>,
  name: string,
  make: (wire: W) => T,
): AsyncIterable<T> {
  let token: string | undefined;
  do {
    const page = (await ask(token ? { page_token: token } : {})) as Paged & Record<string, W[] | undefined>;
    for (const wire of page[name] ?? []) yield make(wire);
    token = page.next_page_token || undefined;
  } while (token);
}
