import {
  type DatasetInput,
  type Experiment,
  type LoggedModel,
  type Metric,
  type ModelVersion,
  type RegisteredModel,
  type Run,
  type RunInfo,
  type Tag,
  toInt64,
} from '@orrery/core';

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
  inputs?: { dataset_inputs?: WireDatasetInput[]; model_inputs?: { model_id: string }[] };
  outputs?: { model_outputs?: { model_id: string; step?: number | string }[] };
}

export interface WireExperiment {
  experiment_id: string;
  name: string;
  artifact_location: string;
  lifecycle_stage: Experiment['lifecycleStage'];
  creation_time?: number | string;
  last_update_time?: number | string;
  tags?: Tag[];
}

interface WireDatasetInput {
  tags?: Tag[];
  dataset: {
    name: string;
    digest: string;
    source_type: string;
    source: string;
    schema?: string;
    profile?: string;
  };
}

export interface WireLoggedModel {
  info: {
    model_id: string;
    experiment_id: string;
    name: string;
    creation_timestamp_ms: number | string;
    last_updated_timestamp_ms: number | string;
    artifact_uri: string;
    status: LoggedModel['status'];
    model_type?: string;
    source_run_id?: string;
    status_message?: string;
    tags?: Tag[];
  };
  data?: {
    params?: Tag[];
    metrics?: (WireMetric & {
      model_id: string;
      run_id: string;
      dataset_name?: string;
      dataset_digest?: string;
    })[];
  };
}

export interface WireMetric {
  key: string;
  value: number | string;
  timestamp: number | string;
  step?: number | string;
}

export interface WireModelVersion {
  name: string;
  version: number | string;
  creation_timestamp?: number | string;
  last_updated_timestamp?: number | string;
  description?: string;
  user_id?: string;
  current_stage?: ModelVersion['stage'];
  source?: string;
  run_id?: string;
  run_link?: string;
  status?: ModelVersion['status'];
  status_message?: string;
  tags?: Tag[];
  aliases?: string[];
}

export interface WireRegisteredModel {
  name: string;
  creation_timestamp?: number | string;
  last_updated_timestamp?: number | string;
  description?: string;
  tags?: Tag[];
  aliases?: { alias: string; version: number | string }[];
  latest_versions?: WireModelVersion[];
}

export function toRun({ info, data, inputs = {}, outputs = {} }: WireRun): Run {
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
    datasetInputs: (inputs.dataset_inputs ?? []).map(toDatasetInput),
    modelInputs: (inputs.model_inputs ?? []).map(({ model_id }) => model_id),
    modelOutputs: (outputs.model_outputs ?? []).map(({ model_id, step = 0 }) => ({
      modelId: model_id,
      step: toInt64(String(step)),
    })),
  };
}

export function toMetric({ key, value, timestamp, step = 0 }: WireMetric): Metric {
  return { key, value: Number(value), timestamp: toInt64(String(timestamp)), step: toInt64(String(step)) };
}

export function toExperiment(experiment: WireExperiment): Experiment {
  return {
    experimentId: experiment.experiment_id,
    name: experiment.name,
    artifactLocation: experiment.artifact_location,
    lifecycleStage: experiment.lifecycle_stage,
    creationTime: toTime(experiment.creation_time),
    lastUpdateTime: toTime(experiment.last_update_time),
    tags: experiment.tags ?? [],
  };
}

function toDatasetInput({ dataset, tags = [] }: WireDatasetInput): DatasetInput {
  const { name, digest, source_type: sourceType, source, schema = null, profile = null } = dataset;
  return { dataset: { name, digest, sourceType, source, schema, profile }, tags };
}

export function toLoggedModel({ info, data = {} }: WireLoggedModel): LoggedModel {
  return {
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name,
    artifactUri: info.artifact_uri,
    creationTime: Number(info.creation_timestamp_ms),
    lastUpdateTime: Number(info.last_updated_timestamp_ms),
    status: info.status,
    statusMessage: info.status_message ?? null,
    modelType: info.model_type ?? null,
    sourceRunId: info.source_run_id ?? null,
    params: data.params ?? [],
    tags: info.tags ?? [],
    metrics: (data.metrics ?? []).map((metric) => ({
      ...toMetric(metric),
      modelId: metric.model_id,
      runId: metric.run_id,
      ...(metric.dataset_name ? { datasetName: metric.dataset_name } : {}),
      ...(metric.dataset_digest ? { datasetDigest: metric.dataset_digest } : {}),
    })),
  };
}

export function toModelVersion(wire: WireModelVersion): ModelVersion {
  return {
    name: wire.name,
    version: Number(wire.version),
    creationTime: toTime(wire.creation_timestamp),
    lastUpdateTime: toTime(wire.last_updated_timestamp),
    description: wire.description ?? null,
    userId: wire.user_id || null,
    stage: wire.current_stage ?? 'None',
    source: wire.source ?? null,
    runId: wire.run_id || null,
    runLink: wire.run_link || null,
    status: wire.status ?? 'READY',
    statusMessage: wire.status_message || null,
    tags: wire.tags ?? [],
    aliases: wire.aliases ?? [],
  };
}

export function toRegisteredModel(wire: WireRegisteredModel): RegisteredModel {
  return {
    name: wire.name,
    creationTime: toTime(wire.creation_timestamp),
    lastUpdateTime: toTime(wire.last_updated_timestamp),
    description: wire.description ?? null,
    tags: wire.tags ?? [],
    aliases: (wire.aliases ?? []).map(({ alias, version }) => ({ alias, version: Number(version) })),
    latestVersions: (wire.latest_versions ?? []).map(toModelVersion),
  };
}

function toTime(value?: number | string): number | null {
  return value === undefined ? null : Number(value);
}
