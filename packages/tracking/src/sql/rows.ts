import type { Experiment, Int64, LifecycleStage, Metric, RunInfo, RunStatus } from '@orrery/core';

export interface ExperimentRow {
  experiment_id: number;
  name: string;
  artifact_location: string | null;
  lifecycle_stage: LifecycleStage;
  creation_time: number | null;
  last_update_time: number | null;
}

export interface RunRow {
  run_uuid: string;
  name: string | null;
  experiment_id: number;
  user_id: string | null;
  status: RunStatus;
  start_time: Int64 | null;
  end_time: Int64 | null;
  artifact_uri: string | null;
  lifecycle_stage: LifecycleStage;
}

/** What a write to a run has to know of it. */
export type ActiveRun = Pick<RunRow, 'run_uuid' | 'experiment_id'>;

export interface MetricRow {
  key: string;
  value: number;
  timestamp: Int64;
  step: Int64;
  is_nan: number | boolean;
}

export const RUN_COLUMNS =
  'run_uuid, name, experiment_id, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage';
export const EXPERIMENT_COLUMNS =
  'experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time';
export const METRIC_COLUMNS = 'key, value, timestamp, step, is_nan';

/**
 * True of every point. With it SQLite looks up the run, where without it it would go through the points of all runs, which
 * the primary key has in order of time.
 */
export const ANY_STEP = 'step >= -9223372036854775808';

/** One metric of one run. */
export const OF_RUN = `run_uuid = ? AND key = ? AND ${ANY_STEP}`;

export function toExperiment(row: ExperimentRow, tags: Experiment['tags']): Experiment {
  return {
    experimentId: String(row.experiment_id),
    name: row.name,
    artifactLocation: row.artifact_location ?? '',
    lifecycleStage: row.lifecycle_stage,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_update_time,
    tags,
  };
}

export function toRunInfo(row: RunRow): RunInfo {
  return {
    runId: row.run_uuid,
    runName: row.name ?? '',
    experimentId: String(row.experiment_id),
    userId: row.user_id ?? '',
    status: row.status,
    startTime: row.start_time,
    endTime: row.end_time,
    artifactUri: row.artifact_uri ?? '',
    lifecycleStage: row.lifecycle_stage,
  };
}

export function toMetric(row: Omit<MetricRow, 'key'>, key: string): Metric {
  return {
    key,
    value: storedDouble(row.value, row.is_nan),
    timestamp: row.timestamp,
    step: row.step,
  };
}

/** What a column of MLflow's holds as a metric's value. */
export function storedDouble(value: number, isNan: number | boolean | undefined): number {
  return isNan ? Number.NaN : value;
}

/** A metric's value as MLflow's columns hold it: NaN as 0 with a flag, ±Infinity as the largest double. */
export function storedValue(value: number): { value: number; isNan: 0 | 1 } {
  if (Number.isNaN(value)) return { value: 0, isNan: 1 };
  return { value: Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE), isNan: 0 };
}
