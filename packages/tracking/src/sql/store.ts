import type {
  DatasetInput,
  Experiment,
  Int64,
  Metric,
  ModelOutput,
  Page,
  Param,
  Run,
  RunInfo,
  Tag,
} from '@orrery/core';
import type { Database, Session } from '@orrery/database';
import type {
  Batch,
  Change,
  DatasetSummary,
  MetricSeries,
  NewRun,
  RunActivity,
  RunChange,
  RunColumnKind,
  RunKey,
  RunMetric,
  RunRecord,
  RunValue,
  SearchExperiments,
  SearchRuns,
  SeriesQuery,
  SilentRun,
  TrackingStore,
} from '../store.ts';
import * as check from '../validation.ts';
import { ColumnCache } from './columns/column-cache.ts';
import { searchDatasets } from './datasets.ts';
import { ExperimentCache } from './experiment-cache.ts';
import * as experiments from './experiments.ts';
import { logInputs, logOutputs } from './inputs.ts';
import { metricHistories, sampleHistories } from './metric-histories.ts';
import { metricSeries } from './metric-series.ts';
import { logMetrics, metricHistory } from './metrics.ts';
import { recordModel } from './model-history.ts';
import { logParam, logParams } from './params.ts';
import type { ActiveRun } from './rows.ts';
import { runActivity } from './run-activity.ts';
import { RunCache } from './run-cache.ts';
import { runDatasets, runInfos, runKeys, runRecords, runValues } from './run-columns.ts';
import { closeSilentRun, runningWithTag, type TaggedRun } from './running.ts';
import * as runs from './runs.ts';
import { searchExperiments } from './search-experiments.ts';
import { matchingRuns, searchRuns } from './search-runs.ts';
import { SeriesCache } from './series-cache.ts';
import { deleteTag, putTags } from './tags.ts';
import { together } from './together.ts';

export interface SqlTrackingStoreOptions {
  database: Database;
  /** Where experiments that name no location of their own keep their artifacts, e.g. `mlflow-artifacts:/`. */
  artifactRoot: string;
  /** Called after each committed write. */
  onChange?: (change: Change) => void;
}

/** Tracking in MLflow's schema: checks what comes in, then reads or writes it in one transaction. */
export class SqlTrackingStore implements TrackingStore {
  readonly #database: Database;
  readonly #artifactRoot: string;
  readonly #onChange: (change: Change) => void;
  readonly #runs: RunCache | null;
  readonly #experiments: ExperimentCache | null;
  readonly #columns: ColumnCache | null;
  readonly #series: SeriesCache | null;

  constructor(options: SqlTrackingStoreOptions) {
    this.#database = options.database;
    this.#artifactRoot = options.artifactRoot;
    this.#onChange = options.onChange ?? (() => {});
    const tells = this.#database.onCommit !== undefined;
    this.#experiments = tells ? new ExperimentCache(this.#database) : null;
    this.#runs = tells ? new RunCache(this.#database) : null;
    this.#columns = tells ? new ColumnCache(this.#database) : null;
    this.#series = tells ? new SeriesCache(this.#database) : null;
  }

  async createExperiment(name: string, artifactLocation: string, tags: Tag[]): Promise<string> {
    check.checkExperimentName(name);
    check.checkArtifactLocation(artifactLocation);
    for (const tag of tags) check.checkExperimentTag(tag);
    const id = await this.#database.write((session) =>
      experiments.createExperiment(session, name, artifactLocation, this.#artifactRoot, tags),
    );
    this.#onChange({ experimentId: id });
    return id;
  }

  getExperiment(experimentId: string): Promise<Experiment> {
    return this.#database.read((session) => experiments.getExperiment(session, experimentId));
  }

  getExperimentByName(name: string): Promise<Experiment> {
    return this.#database.read((session) => experiments.getExperimentByName(session, name));
  }

  searchExperiments(search: SearchExperiments): Promise<Page<Experiment>> {
    const read = () => this.#database.read((session) => searchExperiments(session, search));
    return this.#experiments ? this.#experiments.get(search, read) : read();
  }

  async renameExperiment(experimentId: string, name: string): Promise<void> {
    check.checkExperimentName(name);
    await this.#writeExperiment(experimentId, (session) =>
      experiments.renameExperiment(session, experimentId, name),
    );
  }

  deleteExperiment(experimentId: string): Promise<void> {
    return this.#writeExperiment(experimentId, (session) =>
      experiments.moveExperiment(session, experimentId, 'deleted'),
    );
  }

  restoreExperiment(experimentId: string): Promise<void> {
    return this.#writeExperiment(experimentId, (session) =>
      experiments.moveExperiment(session, experimentId, 'active'),
    );
  }

  async setExperimentTag(experimentId: string, tag: Tag): Promise<void> {
    check.checkExperimentTag(tag);
    await this.#writeExperiment(experimentId, (session) =>
      experiments.setExperimentTag(session, experimentId, tag),
    );
  }

  deleteExperimentTag(experimentId: string, key: string): Promise<void> {
    return this.#writeExperiment(experimentId, (session) =>
      experiments.deleteExperimentTag(session, experimentId, key),
    );
  }

  async createRun(run: NewRun): Promise<Run> {
    const created = await this.#database.write((session) => runs.createRun(session, run), run.runId ?? '');
    this.#columns?.heed(created.info.runId);
    this.#onChange({ experimentId: created.info.experimentId, runId: created.info.runId });
    return created;
  }

  getRun(runId: string): Promise<Run> {
    return this.#database.read((session) => runs.getRun(session, runId, this.#runs));
  }

  getRuns(runIds: readonly string[]): Promise<Run[]> {
    return this.#database.read((session) => runs.getRuns(session, runIds, this.#runs));
  }

  async updateRun(runId: string, change: RunChange): Promise<RunInfo> {
    const info = await this.#database.write((session) => runs.updateRun(session, runId, change), runId);
    this.#onChange({ experimentId: info.experimentId, runId });
    return info;
  }

  deleteRun(runId: string): Promise<void> {
    return this.#writeRun(runId, (session) => runs.moveRun(session, runId, 'deleted'));
  }

  restoreRun(runId: string): Promise<void> {
    return this.#writeRun(runId, (session) => runs.moveRun(session, runId, 'active'));
  }

  runningWithTag(key: string): Promise<TaggedRun[]> {
    return this.#database.read((session) => runningWithTag(session, key));
  }

  async closeSilentRun(run: SilentRun): Promise<boolean> {
    const closed = await this.#database.write((session) => closeSilentRun(session, run), run.runId);
    if (closed) this.#onChange({ experimentId: closed.experimentId, runId: run.runId });
    return closed !== null;
  }

  searchRuns(search: SearchRuns): Promise<Page<Run>> {
    return this.#database.read((session) =>
      searchRuns(session, search, { runs: this.#runs, columns: this.#columns }),
    );
  }

  async logMetric(runId: string, metric: Metric): Promise<void> {
    check.checkMetric(metric, '');
    await this.#writeActiveRun(runId, (session, run) => logMetrics(session, runId, [metric], run));
  }

  async logParam(runId: string, param: Param): Promise<void> {
    const checked = check.checkParam(param, '');
    await this.#writeActiveRun(runId, (session) => logParam(session, runId, checked));
  }

  async setTag(runId: string, tag: Tag): Promise<void> {
    const checked = check.checkTag(tag, '');
    await this.#writeActiveRun(runId, (session) => putTags(session, runId, [checked]));
  }

  deleteTag(runId: string, key: string): Promise<void> {
    return this.#writeActiveRun(runId, (session) => deleteTag(session, runId, key));
  }

  async logBatch(runId: string, batch: Batch): Promise<void> {
    check.checkRunId(runId);
    batch.metrics.forEach((metric, index) => {
      check.checkMetric(metric, `metrics[${index}]`);
    });
    const params = batch.params.map((param, index) => check.checkParam(param, `params[${index}]`));
    const tags = batch.tags.map((tag, index) => check.checkTag(tag, `tags[${index}]`));
    check.checkBatchSizes(batch.metrics.length, params.length, tags.length);
    check.checkUniqueParams(params);
    await this.#writeActiveRun(runId, async (session, run) => {
      await together(
        logParams(session, runId, params),
        logMetrics(session, runId, batch.metrics, run),
        putTags(session, runId, tags),
      );
    });
  }

  async logInputs(runId: string, datasets: DatasetInput[], modelIds: string[]): Promise<void> {
    check.checkRunId(runId);
    check.checkDatasetInputs(datasets);
    await this.#writeActiveRun(runId, async (session, run) =>
      logInputs(session, await run, datasets, modelIds),
    );
  }

  logOutputs(runId: string, outputs: ModelOutput[]): Promise<void> {
    return this.#writeActiveRun(runId, (session) => logOutputs(session, runId, outputs));
  }

  recordModel(runId: string, entry: object): Promise<void> {
    return this.#writeActiveRun(runId, (session) => recordModel(session, runId, entry));
  }

  getMetricHistory(
    runId: string,
    key: string,
    maxResults: number | null,
    pageToken: string | null,
  ): Promise<Page<Metric>> {
    return this.#database.read((session) => metricHistory(session, runId, key, maxResults, pageToken));
  }

  getMetricHistories(runIds: string[], key: string, maxResults: number): Promise<RunMetric[]> {
    return this.#database.read((session) => metricHistories(session, runIds, key, maxResults));
  }

  sampleMetricHistories(
    runIds: string[],
    key: string,
    maxResults: number,
    steps: [Int64, Int64] | null,
  ): Promise<RunMetric[]> {
    return this.#database.read((session) => sampleHistories(session, runIds, key, maxResults, steps));
  }

  metricSeries(query: SeriesQuery): Promise<MetricSeries[]> {
    const read = (some: SeriesQuery) => this.#database.read((session) => metricSeries(session, some));
    return this.#series ? this.#series.get(query, read) : read(query);
  }

  searchDatasets(experimentIds: string[]): Promise<DatasetSummary[]> {
    return this.#database.read((session) => searchDatasets(session, experimentIds));
  }

  runActivity(): Promise<RunActivity[]> {
    return this.#database.read(runActivity);
  }

  runInfos(experimentId: string): Promise<RunInfo[]> {
    return this.#database.read((session) => runInfos(session, experimentId));
  }

  runValues(experimentId: string, kind: RunColumnKind, key: string): Promise<RunValue[]> {
    return this.#database.read((session) =>
      runValues(session, check.parseExperimentId(experimentId), kind, key),
    );
  }

  runDatasets(experimentId: string): Promise<RunValue[]> {
    return this.#database.read((session) => runDatasets(session, experimentId));
  }

  runRecords(experimentId: string, kind: RunColumnKind, keys?: string[]): Promise<RunRecord[]> {
    return this.#database.read((session) => runRecords(session, experimentId, kind, keys));
  }

  runKeys(experimentId: string): Promise<RunKey[]> {
    return this.#database.read((session) => runKeys(session, experimentId));
  }

  matchingRuns(search: Pick<SearchRuns, 'experimentIds' | 'filter' | 'viewType'>): Promise<string[]> {
    return this.#database.read((session) => matchingRuns(session, search));
  }

  foreignChanges(): number | null {
    return this.#database.foreignChanges();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #writeExperiment(experimentId: string, work: (session: Session) => Promise<void>): Promise<void> {
    await this.#database.write(work);
    this.#onChange({ experimentId });
  }

  async #writeRun(runId: string, work: (session: Session) => Promise<ActiveRun>): Promise<void> {
    const row = await this.#database.write(work, runId);
    this.#onChange({ experimentId: String(row.experiment_id), runId });
  }

  /** Works while the run is still looked up, which saves PostgreSQL a round trip; all is undone where it is not active. */
  #writeActiveRun(
    runId: string,
    work: (session: Session, run: Promise<ActiveRun>) => Promise<void>,
  ): Promise<void> {
    return this.#writeRun(runId, async (session) => {
      const run = runs.findActiveRun(session, runId);
      const [row] = await together(run, work(session, run));
      return row;
    });
  }
}
