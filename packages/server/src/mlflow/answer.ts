import {
  type ArtifactInfo,
  type DatasetInput,
  type Experiment,
  type Int64,
  int64Json,
  type LoggedModel,
  type Metric,
  type Run,
  type RunInfo,
} from '@orrery/core';

/** Entities as MLflow's REST API shows them; JSON leaves out what is undefined. */

export function experimentAnswer(experiment: Experiment) {
  return {
    experiment_id: experiment.experimentId,
    name: experiment.name,
    artifact_location: experiment.artifactLocation,
    lifecycle_stage: experiment.lifecycleStage,
    last_update_time: experiment.lastUpdateTime ?? undefined,
    creation_time: experiment.creationTime ?? undefined,
    tags: orNothing(experiment.tags),
    workspace: 'default',
  };
}

export function runInfoAnswer(info: RunInfo) {
  return {
    run_uuid: info.runId,
    experiment_id: info.experimentId,
    run_name: info.runName,
    user_id: info.userId,
    status: info.status,
    start_time: time(info.startTime),
    end_time: time(info.endTime),
    artifact_uri: info.artifactUri,
    lifecycle_stage: info.lifecycleStage,
    run_id: info.runId,
  };
}

export function runAnswer(run: Run) {
  return {
    info: runInfoAnswer(run.info),
    data: {
      metrics: orNothing(run.metrics.map(metricAnswer)),
      params: orNothing(run.params),
      tags: orNothing(run.tags),
    },
    inputs: {
      dataset_inputs: orNothing(run.datasetInputs.map(datasetInputAnswer)),
      model_inputs: orNothing(run.modelInputs.map((model_id) => ({ model_id }))),
    },
    outputs: {
      model_outputs: orNothing(
        run.modelOutputs.map(({ modelId, step }) => ({ model_id: modelId, step: int64Json(step) })),
      ),
    },
  };
}

/** As `runAnswer`; a search leaves out the models that runs read. */
export function foundRunAnswer(run: Run) {
  return runAnswer(run.modelInputs.length > 0 ? { ...run, modelInputs: [] } : run);
}

export function metricAnswer({ key, value, timestamp, step }: Metric) {
  return {
    key,
    value: Number.isFinite(value) ? value : String(value),
    timestamp: int64Json(timestamp),
    step: int64Json(step),
  };
}

export function runMetricAnswer(metric: Metric & { runId: string }) {
  return { ...metricAnswer(metric), run_id: metric.runId };
}

export function loggedModelAnswer(model: LoggedModel) {
  return {
    info: {
      model_id: model.modelId,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.creationTime,
      last_updated_timestamp_ms: model.lastUpdateTime,
      artifact_uri: model.artifactUri,
      status: model.status,
      model_type: model.modelType ?? undefined,
      source_run_id: model.sourceRunId ?? undefined,
      status_message: model.statusMessage ?? undefined,
      tags: orNothing(model.tags),
    },
    data: {
      params: orNothing(model.params),
      metrics: orNothing(model.metrics.map(modelMetricAnswer)),
    },
  };
}

function modelMetricAnswer(metric: LoggedModel['metrics'][number]) {
  return {
    ...metricAnswer(metric),
    dataset_name: metric.datasetName,
    dataset_digest: metric.datasetDigest,
    model_id: metric.modelId,
    run_id: metric.runId,
  };
}

export function fileAnswer(info: ArtifactInfo) {
  return { path: info.path, is_dir: info.isDir, file_size: info.size };
}

function datasetInputAnswer({ dataset, tags }: DatasetInput) {
  return {
    tags: orNothing(tags),
    dataset: {
      name: dataset.name,
      digest: dataset.digest,
      source_type: dataset.sourceType,
      source: dataset.source,
      schema: dataset.schema ?? undefined,
      profile: dataset.profile ?? undefined,
    },
  };
}

/** A list as protobuf's JSON shows it: an empty one is left out. */
export function orNothing<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function time(value: Int64 | null) {
  return value === null ? undefined : int64Json(value);
}
