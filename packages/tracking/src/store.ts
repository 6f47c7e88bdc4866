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
  RunStatus,
  Tag,
  ViewType,
} from '@orrery/core';
import type { SeriesAxis, SeriesColumns } from './series/downsample.ts';

export interface NewRun {
  experimentId: string;
  userId: string;
  /** Unix milliseconds. */
  startTime: Int64;
  tags: Tag[];
  /** Empty: taken from the tag `mlflow.runName`, or made up. */
  runName: string;
  /** Chosen by the caller, so that a repeated create is the same run; made up when absent. */
  runId?: string;
}

export interface RunChange {
  status?: RunStatus;
  endTime?: Int64;
  runName?: string;
}

/** A run of which nothing was heard for long. */
export interface SilentRun {
  runId: string;
  /** The tag that is the sign of life, and what it last was. */
  key: string;
  value: string;
  /** Told in a tag of the run. */
  reason: Tag;
  /** Unix milliseconds. */
  endTime: number;
}

export interface Batch {
  metrics: Metric[];
  params: Param[];
  tags: Tag[];
}

/** A point of a metric's history, with the run that it is of. */
export type RunMetric = Metric & { runId: string };

/** A data set that runs of an experiment read, in one context (e.g. training). */
export interface DatasetSummary {
  experimentId: string;
  name: string;
  digest: string;
  context: string | null;
}

/** What goes on in an experiment that has runs; deleted ones do not count. */
export interface RunActivity {
  experimentId: string;
  runs: number;
  running: number;
  /** When a run began or ended last; Unix milliseconds. */
  lastTime: number | null;
}

/** Which histories a chart draws, and how finely. */
export interface SeriesQuery {
  runIds: readonly string[];
  keys: readonly string[];
  axis: SeriesAxis;
  /** The stretch of the axis to look at, both ends in it; all of it when null. Timestamps are Unix milliseconds. */
  range: readonly [from: number, to: number] | null;
  /** At most so many points a series. */
  points: number;
}

/** One metric of one run, as a chart draws it. */
export interface MetricSeries extends SeriesColumns {
  runId: string;
  key: string;
  /** How many points were logged in the range. */
  count: number;
  /** When the first point of all, by step, was logged: Unix milliseconds. */
  firstTimestamp: number;
}

export interface SearchRuns {
  experimentIds: string[];
  filter: string;
  viewType: ViewType;
  maxResults: number;
  orderBy: string[];
  pageToken: string | null;
}

export type SearchExperiments = Omit<SearchRuns, 'experimentIds'>;

/** What runs hold under names of their own choice. */
export type RunColumnKind = 'metrics' | 'params' | 'tags';

export interface RunValue {
  runId: string;
  /** A number of metrics, a text of params and tags. */
  value: number | string;
}

/** What a run holds of one kind, by name. */
export interface RunRecord {
  runId: string;
  values: Record<string, string | number>;
}

/** A name that runs logged under, and how many of them did. */
export interface RunKey {
  kind: RunColumnKind;
  key: string;
  runs: number;
}

/** What a committed write touched. */
export interface Change {
  experimentId: string;
  runId?: string;
}

/**
 * Experiments and runs, with MLflow's rules. A write's promise resolves when it is on disk.
 * Every method throws OrreryError with MLflow's code and message.
 */
export interface TrackingStore {
  createExperiment(name: string, artifactLocation: string, tags: Tag[]): Promise<string>;
  getExperiment(experimentId: string): Promise<Experiment>;
  getExperimentByName(name: string): Promise<Experiment>;
  searchExperiments(search: SearchExperiments): Promise<Page<Experiment>>;
  renameExperiment(experimentId: string, name: string): Promise<void>;
  deleteExperiment(experimentId: string): Promise<void>;
  restoreExperiment(experimentId: string): Promise<void>;
  setExperimentTag(experimentId: string, tag: Tag): Promise<void>;
  deleteExperimentTag(experimentId: string, key: string): Promise<void>;

  createRun(run: NewRun): Promise<Run>;
  getRun(runId: string): Promise<Run>;
  /** Those of the runs that are there, in the order asked for. */
  getRuns(runIds: readonly string[]): Promise<Run[]>;
  updateRun(runId: string, change: RunChange): Promise<RunInfo>;
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  /** The runs that are open and have a tag, with its value. */
  runningWithTag(key: string): Promise<{ runId: string; value: string }[]>;
  /** Closes a run as KILLED if it is open and its sign of life is still the same; resolves to whether it did. */
  closeSilentRun(run: SilentRun): Promise<boolean>;
  searchRuns(search: SearchRuns): Promise<Page<Run>>;

  logMetric(runId: string, metric: Metric): Promise<void>;
  logParam(runId: string, param: Param): Promise<void>;
  setTag(runId: string, tag: Tag): Promise<void>;
  deleteTag(runId: string, key: string): Promise<void>;
  logBatch(runId: string, batch: Batch): Promise<void>;
  /** @param models ids of logged models that the run reads */
  logInputs(runId: string, datasets: DatasetInput[], models: string[]): Promise<void>;
  logOutputs(runId: string, models: ModelOutput[]): Promise<void>;
  /** Adds an entry to the run's tag `mlflow.log-model.history`, as clients before MLflow 3 want it. */
  recordModel(runId: string, entry: object): Promise<void>;
  /** In order of timestamp, step and value; all of it when `maxResults` is null. */
  getMetricHistory(
    runId: string,
    key: string,
    maxResults: number | null,
    pageToken: string | null,
  ): Promise<Page<Metric>>;

  /** By run, timestamp, step and value; no more than `maxResults` of all runs together. */
  getMetricHistories(runIds: string[], key: string, maxResults: number): Promise<RunMetric[]>;
  /**
   * At most `maxResults` points a run, evenly spaced over its history by step, the first and the last among them.
   *
   * @param steps the first and the last step to look at; all when null
   */
  sampleMetricHistories(
    runIds: string[],
    key: string,
    maxResults: number,
    steps: [Int64, Int64] | null,
  ): Promise<RunMetric[]>;
  /** A series for each run and metric that has points in the range; extremes are kept. */
  metricSeries(query: SeriesQuery): Promise<MetricSeries[]>;
  searchDatasets(experimentIds: string[]): Promise<DatasetSummary[]>;

  /** How many runs each experiment has, in no order. */
  runActivity(): Promise<RunActivity[]>;
  /** Every run of an experiment, of both stages, the newest first, without what it logged and where its artifacts are. */
  runInfos(experimentId: string): Promise<RunInfo[]>;
  /** What the runs of an experiment hold under one name. */
  runValues(experimentId: string, kind: RunColumnKind, key: string): Promise<RunValue[]>;
  /** The names of the data sets that runs of an experiment read, of a run in order with commas between them. */
  runDatasets(experimentId: string): Promise<RunValue[]>;
  /** What the runs of an experiment hold of a kind, under some names or all, in no order. */
  runRecords(experimentId: string, kind: RunColumnKind, keys?: string[]): Promise<RunRecord[]>;
  /** Every name that runs of an experiment logged under, the most used first. */
  runKeys(experimentId: string): Promise<RunKey[]>;
  /** The ids of the runs that a filter lets through, in no order. */
  matchingRuns(search: Pick<SearchRuns, 'experimentIds' | 'filter' | 'viewType'>): Promise<string[]>;
  /** A number that is another one when another program has written; null where that is not known. */
  foreignChanges(): number | null;

  close(): Promise<void>;
}
