import type {
  DatasetInput,
  Experiment,
  LoggedModel,
  Metric,
  Page,
  Param,
  Run,
  RunInfo,
  RunStatus,
  Tag,
  ViewType,
} from '@orrery/core';

export interface NewRun {
  experimentId: string;
  userId: string;
  /** Unix milliseconds. */
  startTime: number;
  tags: Tag[];
  /** Empty: taken from the tag `mlflow.runName`, or made up. */
  runName: string;
  /** Chosen by the caller, so that a repeated create is the same run; made up when absent. */
  runId?: string;
}

export interface RunChange {
  status?: RunStatus;
  endTime?: number;
  runName?: string;
}

export interface Batch {
  metrics: Metric[];
  params: Param[];
  tags: Tag[];
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
  updateRun(runId: string, change: RunChange): Promise<RunInfo>;
  deleteRun(runId: string): Promise<void>;
  restoreRun(runId: string): Promise<void>;
  searchRuns(search: SearchRuns): Promise<Page<Run>>;

  logMetric(runId: string, metric: Metric): Promise<void>;
  logParam(runId: string, param: Param): Promise<void>;
  setTag(runId: string, tag: Tag): Promise<void>;
  deleteTag(runId: string, key: string): Promise<void>;
  logBatch(runId: string, batch: Batch): Promise<void>;
  logInputs(runId: string, inputs: DatasetInput[]): Promise<void>;
  /** In order of timestamp, step and value; all of it when `maxResults` is null. */
  getMetricHistory(
    runId: string,
    key: string,
    maxResults: number | null,
    pageToken: string | null,
  ): Promise<Page<Metric>>;

  /** @param filter empty, or `name = '…'` */
  searchLoggedModels(experimentIds: string[], filter: string): Promise<LoggedModel[]>;

  close(): Promise<void>;
}
