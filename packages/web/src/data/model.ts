import { parseDouble, parseInt64 } from '../logic/numbers.ts';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
export type Stage = 'active' | 'deleted';

/** A metric's latest value: the one at the greatest step. */
export interface LatestMetric {
  value: number;
  step: number;
  timestamp: number;
}

export interface Run {
  id: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  stage: Stage;
  user: string;
  startTime: number | null;
  endTime: number | null;
  artifactUri: string;
  metrics: Readonly<Record<string, LatestMetric>>;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  datasets: readonly DatasetInput[];
  /** The step of training at which the run made each logged model, by its id. */
  modelSteps: Readonly<Record<string, number>>;
}

/** A dataset that a run read. */
export interface DatasetInput {
  name: string;
  digest: string;
  source: string;
  sourceType: string;
  /** JSON of what columns it has; empty where nobody said. */
  schema: string;
  /** JSON of how large it is. */
  profile: string;
  /** What for, e.g. `training`. */
  context: string;
}

export interface Experiment {
  id: string;
  name: string;
  stage: Stage;
  created: number | null;
  updated: number | null;
  artifactLocation: string;
  tags: Readonly<Record<string, string>>;
}

interface Pair {
  key: string;
  value?: string;
}

/** MLflow's JSON of a run. */
export interface RunJson {
  info: {
    run_id?: string;
    run_uuid?: string;
    experiment_id?: string | number;
    run_name?: string;
    user_id?: string;
    status?: string;
    start_time?: number | string;
    end_time?: number | string;
    artifact_uri?: string;
    lifecycle_stage?: string;
  };
  data?: {
    metrics?: { key: string; value?: unknown; timestamp?: unknown; step?: unknown }[];
    params?: Pair[];
    tags?: Pair[];
  };
  inputs?: { dataset_inputs?: DatasetInputJson[] };
  outputs?: { model_outputs?: { model_id: string; step?: unknown }[] };
}

interface DatasetInputJson {
  tags?: Pair[];
  dataset: {
    name?: string;
    digest?: string;
    source?: string;
    source_type?: string;
    schema?: string;
    profile?: string;
  };
}

/** MLflow's JSON of an experiment. */
export interface ExperimentJson {
  experiment_id: string;
  name: string;
  lifecycle_stage?: string;
  creation_time?: number | string;
  last_update_time?: number | string;
  artifact_location?: string;
  tags?: Pair[];
}

export function parseRun({ info, data, inputs, outputs }: RunJson): Run {
  const tags = record(data?.tags);
  const id = info.run_id ?? info.run_uuid ?? '';
  return {
    id,
    experimentId: String(info.experiment_id ?? ''),
    name: info.run_name || tags['mlflow.runName'] || id.slice(0, 8),
    status: (info.status as RunStatus | undefined) ?? 'RUNNING',
    stage: info.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    user: info.user_id || tags['mlflow.user'] || '',
    // 0 is what MLflow keeps of a run that nobody gave a start.
    startTime: parseInt64(info.start_time) || null,
    endTime: parseInt64(info.end_time) || null,
    artifactUri: info.artifact_uri ?? '',
    metrics: Object.fromEntries(
      (data?.metrics ?? []).map((metric) => [
        metric.key,
        {
          value: parseDouble(metric.value ?? 0),
          step: parseInt64(metric.step) ?? 0,
          timestamp: parseInt64(metric.timestamp) ?? 0,
        },
      ]),
    ),
    params: record(data?.params),
    tags,
    datasets: (inputs?.dataset_inputs ?? []).map(parseDataset),
    modelSteps: Object.fromEntries(
      (outputs?.model_outputs ?? []).map(({ model_id, step }) => [model_id, parseInt64(step) ?? 0]),
    ),
  };
}

function parseDataset({ dataset, tags }: DatasetInputJson): DatasetInput {
  return {
    name: dataset.name ?? '',
    digest: dataset.digest ?? '',
    source: dataset.source ?? '',
    sourceType: dataset.source_type ?? '',
    schema: dataset.schema ?? '',
    profile: dataset.profile ?? '',
    context: record(tags)['mlflow.data.context'] ?? '',
  };
}

export function parseExperiment(json: ExperimentJson): Experiment {
  return {
    id: String(json.experiment_id),
    name: json.name,
    stage: json.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    created: parseInt64(json.creation_time),
    updated: parseInt64(json.last_update_time),
    artifactLocation: json.artifact_location ?? '',
    tags: record(json.tags),
  };
}

/** How long a run took, or has taken by `now`; null where it never started. */
export function runDuration(run: Pick<Run, 'startTime' | 'endTime' | 'status'>, now: number): number | null {
  if (run.startTime === null) return null;
  const end = run.endTime ?? (run.status === 'RUNNING' ? now : null);
  return end === null ? null : Math.max(0, end - run.startTime);
}

/** Changes when any of these runs logs more of a metric. */
export function lastLogged(runs: readonly Run[], metric: string): string {
  return runs
    .map(
      ({ metrics: { [metric]: latest } }) => latest && `${latest.step} ${latest.timestamp} ${latest.value}`,
    )
    .join();
}

function record(pairs: readonly Pair[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [key, value ?? '']));
}
