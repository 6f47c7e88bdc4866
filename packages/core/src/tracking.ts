export type LifecycleStage = 'active' | 'deleted';
export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';
export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Tag {
  key: string;
  value: string;
}

export interface Param {
  key: string;
  value: string;
}

/** One point of a metric's history. `value` may be NaN or ±Infinity; `timestamp` is in Unix milliseconds. */
export interface Metric {
  key: string;
  value: number;
  timestamp: number;
  step: number;
}

/** A group of runs. Times are in Unix milliseconds. */
export interface Experiment {
  experimentId: string;
  name: string;
  artifactLocation: string;
  lifecycleStage: LifecycleStage;
  creationTime: number | null;
  lastUpdateTime: number | null;
  tags: Tag[];
}

/** What a run is, apart from what it logged. Times are in Unix milliseconds. */
export interface RunInfo {
  runId: string;
  runName: string;
  experimentId: string;
  userId: string;
  status: RunStatus;
  startTime: number | null;
  endTime: number | null;
  artifactUri: string;
  lifecycleStage: LifecycleStage;
}

export interface Dataset {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
}

export interface DatasetInput {
  dataset: Dataset;
  tags: Tag[];
}

/** A run with its latest metrics, params, tags and the datasets it read. */
export interface Run {
  info: RunInfo;
  metrics: Metric[];
  params: Param[];
  tags: Tag[];
  datasetInputs: DatasetInput[];
}

/** One page of a longer list; `nextPageToken` is null on the last page. */
export interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

/** A model that a run logged. Times are in Unix milliseconds. */
export interface LoggedModel {
  modelId: string;
  experimentId: string;
  name: string;
  artifactUri: string;
  creationTime: number;
  lastUpdateTime: number;
  /** As MLflow names it: LOGGED_MODEL_PENDING, LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED. */
  status: string;
  modelType: string;
  sourceRunId: string;
}
