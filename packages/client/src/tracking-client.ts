import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  ArtifactInfo,
  Experiment,
  LoggedModel,
  Metric,
  Page,
  Param,
  Run,
  RunInfo,
  RunStatus,
  Tag,
} from '@orrery/core';
import { credentialsFromEnvironment } from './environment.ts';
import { TrackingError } from './errors.ts';
import { type Credentials, Http } from './http.ts';
import {
  toExperiment,
  toLoggedModel,
  toMetric,
  toRun,
  type WireExperiment,
  type WireLoggedModel,
  type WireMetric,
  type WireRun,
} from './wire.ts';

const API = '/api/2.0/mlflow';
const MAX_METRICS = 1000;
const MAX_PARAMS_OR_TAGS = 100;

export interface CreateRun {
  experimentId: string;
  runName: string;
  userId: string;
  /** Unix milliseconds. */
  startTime: number;
  tags: Tag[];
  /** Orrery makes the run under this id, and answers a repeated create with it; MLflow makes an id of its own. */
  runId?: string;
}

/**
 * MLflow's tracking API over HTTP, for Orrery and MLflow servers alike.
 *
 *     const client = new TrackingClient('http://localhost:25000');
 *     const run = await client.createRun({ ... });
 *     await client.logBatch(run.info.runId, { metrics: [{ key: 'loss', value: 0.1, timestamp: Date.now(), step: 0 }] });
 */
export class TrackingClient {
  readonly uri: string;
  readonly #http: Http;

  constructor(uri: string, credentials: Credentials = credentialsFromEnvironment()) {
    this.#http = new Http(uri, credentials);
    this.uri = this.#http.uri;
  }

  /**
   * A token that lets a job in as one run alone, for as long as it is open.
   *
   * @returns null where this client does not show who it is, so that nobody asks
   * @throws TrackingError where the server has no such tokens, or none for this run
   */
  async runToken(runId: string): Promise<string | null> {
    if (!this.#http.isNamed) return null;
    return (await this.#http.post<{ token: string }>('/api/access/run-tokens', { run_id: runId })).token;
  }

  /** The id of the experiment of this name, which is made where there is none. */
  async getOrCreateExperiment(name: string): Promise<string> {
    const byName = async () => {
      const answer = await this.#http.get<{ experiment: { experiment_id: string } }>(
        `${API}/experiments/get-by-name`,
        { experiment_name: name },
      );
      return answer.experiment.experiment_id;
    };
    try {
      return await byName();
    } catch (error) {
      if (!isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    }
    try {
      return (await this.#http.post<{ experiment_id: string }>(`${API}/experiments/create`, { name }))
        .experiment_id;
    } catch (error) {
      if (isCode(error, 'RESOURCE_ALREADY_EXISTS')) return byName();
      throw error;
    }
  }

  async getExperiment(experimentId: string): Promise<Experiment> {
    const query = { experiment_id: experimentId };
    const answer = await this.#http.get<{ experiment: WireExperiment }>(`${API}/experiments/get`, query);
    return toExperiment(answer.experiment);
  }

  async setExperimentTag(experimentId: string, tag: Tag): Promise<void> {
    await this.#http.post(`${API}/experiments/set-experiment-tag`, { experiment_id: experimentId, ...tag });
  }

  async createRun(run: CreateRun): Promise<Run> {
    const { run: created } = await this.#http.post<{ run: WireRun }>(`${API}/runs/create`, {
      experiment_id: run.experimentId,
      run_name: run.runName,
      user_id: run.userId,
      start_time: run.startTime,
      tags: run.tags,
      run_id: run.runId,
    });
    return toRun(created);
  }

  async getRun(runId: string): Promise<Run> {
    return toRun((await this.#http.get<{ run: WireRun }>(`${API}/runs/get`, { run_id: runId })).run);
  }

  async updateRun(runId: string, change: { status?: RunStatus; endTime?: number }): Promise<void> {
    await this.#http.post(`${API}/runs/update`, {
      run_id: runId,
      status: change.status,
      end_time: change.endTime,
    });
  }

  /** Deletes a tag of a run; nothing happens where it has none of that key. */
  async deleteTag(runId: string, key: string): Promise<void> {
    try {
      await this.#http.post(`${API}/runs/delete-tag`, { run_id: runId, key });
    } catch (error) {
      if (!isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    }
  }

  async searchRuns(
    experimentIds: string[],
    filter = '',
    maxResults = 1000,
    pageToken?: string,
  ): Promise<Page<Run>> {
    const answer = await this.#http.post<{ runs?: WireRun[]; next_page_token?: string }>(
      `${API}/runs/search`,
      {
        experiment_ids: experimentIds,
        filter,
        max_results: maxResults,
        page_token: pageToken,
      },
    );
    return { items: (answer.runs ?? []).map(toRun), nextPageToken: answer.next_page_token ?? null };
  }

  /** Logs any number of metrics, params and tags, in as many requests as the API's limits ask for. */
  async logBatch(
    runId: string,
    batch: { metrics?: Metric[]; params?: Param[]; tags?: Tag[] },
  ): Promise<void> {
    const send = (part: object) => this.#http.post(`${API}/runs/log-batch`, { run_id: runId, ...part });
    for (const params of chunks(batch.params ?? [], MAX_PARAMS_OR_TAGS)) await send({ params });
    for (const tags of chunks(batch.tags ?? [], MAX_PARAMS_OR_TAGS)) await send({ tags });
    for (const metrics of chunks(batch.metrics ?? [], MAX_METRICS)) await send({ metrics });
  }

  async getMetricHistory(runId: string, key: string): Promise<Metric[]> {
    const metrics: Metric[] = [];
    let token = '';
    do {
      const query = {
        run_id: runId,
        metric_key: key,
        max_results: '25000',
        ...(token && { page_token: token }),
      };
      const page = await this.#http.get<{ metrics?: WireMetric[]; next_page_token?: string }>(
        `${API}/metrics/get-history`,
        query,
      );
      metrics.push(...(page.metrics ?? []).map(toMetric));
      token = page.next_page_token ?? '';
    } while (token);
    return metrics;
  }

  /** The models that a run logged; none where the server knows of no logged models. */
  async loggedModelsOf({
    runId,
    experimentId,
  }: Pick<RunInfo, 'runId' | 'experimentId'>): Promise<LoggedModel[]> {
    const models: LoggedModel[] = [];
    let token: string | undefined;
    try {
      do {
        const search = {
          experiment_ids: [experimentId],
          filter: `source_run_id = '${runId}'`,
          page_token: token,
        };
        const page = await this.#http.post<{ models?: WireLoggedModel[]; next_page_token?: string }>(
          `${API}/logged-models/search`,
          search,
        );
        models.push(...(page.models ?? []).map(toLoggedModel));
        token = page.next_page_token;
      } while (token);
    } catch (error) {
      if (!(error instanceof TrackingError && error.status === 404)) throw error;
    }
    return models;
  }

  async listArtifacts(runId: string, path = ''): Promise<ArtifactInfo[]> {
    const answer = await this.#http.get<{ files?: { path: string; is_dir: boolean; file_size?: number }[] }>(
      `${API}/artifacts/list`,
      { run_id: runId, ...(path && { path }) },
    );
    return (answer.files ?? []).map(({ path, is_dir, file_size }) => ({
      path,
      isDir: is_dir,
      ...(file_size !== undefined && { size: file_size }),
    }));
  }

  /**
   * Uploads a file of this machine to a run's artifacts: through the server's proxy, to a folder that both see, or
   * to the bucket behind the server, with a URL that the server signs.
   *
   * @param path where it goes, relative to the run's artifact root
   */
  async uploadArtifact(
    { runId, artifactUri }: { runId: string; artifactUri: string },
    path: string,
    file: string,
  ): Promise<void> {
    const proxied = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(artifactUri)?.[1];
    if (proxied !== undefined) {
      const encoded = `${proxied}/${path}`.split('/').map(encodeURIComponent).join('/');
      const url = `${this.uri}/api/2.0/mlflow-artifacts/artifacts/${encoded}`;
      return this.#http.upload(url, file, { 'content-type': 'application/octet-stream' });
    }
    const folder = localFolder(artifactUri);
    if (folder === null) {
      const { presigned_url, headers = {} } = await this.#http.post<{
        presigned_url: string;
        headers?: Record<string, string>;
      }>(`${API}/artifacts/presigned-upload-url`, { run_id: runId, path });
      return this.#http.upload(presigned_url, file, headers);
    }
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof TrackingError && error.code === code;
}

/** The folder of this machine that a URI means; null for other stores. */
function localFolder(uri: string): string | null {
  if (uri.startsWith('file:')) return fileURLToPath(uri);
  return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? null : uri;
}

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
