import type { ArtifactInfo, DatasetInput, Experiment, Metric, Run, RunInfo } from '@orrery/core';

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
    start_time: info.startTime ?? undefined,
    end_time: info.endTime ?? undefined,
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
    inputs: { dataset_inputs: orNothing(run.datasetInputs.map(datasetInputAnswer)) },
    outputs: {},
  };
}

export function metricAnswer(metric: Metric) {
  const { key, value, timestamp, step } = metric;
  return { key, value: Number.isFinite(value) ? value : String(value), timestamp, step };
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

/** Protobuf's JSON has no empty lists. */
function orNothing<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
