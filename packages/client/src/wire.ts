import type { Metric, Run, RunInfo, Tag } from '@orrery/core';

/** Entities as MLflow's REST API sends them, and how they become ours. */

export interface WireRun {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    user_id?: string;
    status: RunInfo['status'];
    start_time?: number;
    end_time?: number;
    artifact_uri: string;
    lifecycle_stage: RunInfo['lifecycleStage'];
  };
  data: { metrics?: WireMetric[]; params?: Tag[]; tags?: Tag[] };
}

export interface WireMetric {
  key: string;
  value: number | string;
  timestamp: number | string;
  step?: number | string;
}

export function toRun({ info, data }: WireRun): Run {
  return {
    info: {
      runId: info.run_id,
      runName: info.run_name ?? '',
      experimentId: info.experiment_id,
      userId: info.user_id ?? '',
      status: info.status,
      startTime: info.start_time ?? null,
      endTime: info.end_time ?? null,
      artifactUri: info.artifact_uri,
      lifecycleStage: info.lifecycle_stage,
    },
    metrics: (data.metrics ?? []).map(toMetric),
    params: data.params ?? [],
    tags: data.tags ?? [],
    datasetInputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

export function toMetric({ key, value, timestamp, step = 0 }: WireMetric): Metric {
  return { key, value: Number(value), timestamp: Number(timestamp), step: Number(step) };
}
