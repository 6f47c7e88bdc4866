import type { Int64 } from './int64.ts';

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
  timestamp: Int64;
  step: Int64;
  /** The logged model that it was measured on, and the data set that it was measured with. */
  modelId?: string;
  datasetName?: string;
  datasetDigest?: string;
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
  startTime: Int64 | null;
  endTime: Int64 | null;
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

/** A logged model that a run made, at a step of its training. */
export interface ModelOutput {
  modelId: string;
  step: Int64;
}

/** A run with its latest metrics, params, tags, the datasets and models it read, and the models it made. */
export interface Run {
  info: RunInfo;
  metrics: Metric[];
  params: Param[];
  tags: Tag[];
  datasetInputs: DatasetInput[];
  /** Ids of logged models. */
  modelInputs: string[];
  modelOutputs: ModelOutput[];
}

/** One page of a longer list; `nextPageToken` is null on the last page. */
export interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

export type LoggedModelStatus =
  | 'LOGGED_MODEL_STATUS_UNSPECIFIED'
  | 'LOGGED_MODEL_PENDING'
  | 'LOGGED_MODEL_READY'
  | 'LOGGED_MODEL_UPLOAD_FAILED';

/** A model that a run logged. Times are in Unix milliseconds. */
export interface LoggedModel {
  modelId: string;
  experimentId: string;
  name: string;
  artifactUri: string;
  creationTime: number;
  lastUpdateTime: number;
  status: LoggedModelStatus;
  statusMessage: string | null;
  modelType: string | null;
  sourceRunId: string | null;
  params: Param[];
  tags: Tag[];
  metrics: (Metric & { runId: string })[];
}
