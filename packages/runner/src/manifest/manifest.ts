import type { Direction, PrunerSetting, SamplerSetting } from '@orrery/sweeps';
import type { ExecutorName } from '../executors/executor.ts';
import type { InlineDataset, InlineModel } from './inline.ts';
import type { KubernetesEntry } from './kubernetes.ts';

/** What a manifest says of all jobs; see docs/manifest.md. */
export interface Globals {
  experiment_name: string;
  random_seed: number;
  /** Run each job with the params of the manifest. */
  run_user_params: boolean;
  /** Search the sweepable hyperparameters of each job. */
  run_gridsearch: boolean;
  /** Leave out what has finished with the same model, dataset, params and seed. */
  skip_completed: boolean;
  metrics: PrimaryMetric;
}

export interface PrimaryMetric {
  primary: string;
  direction: Direction;
}

export interface SweepSettings {
  n_trials: number;
  sampler: SamplerSetting;
  pruner: PrunerSetting;
  /** Seconds after which no further trial begins. */
  timeout: number | null;
  /** Trials at a time. */
  parallel: number;
}

/** Where a value comes from, the nearest first. */
export type Origin = 'job' | 'matrix' | 'globals' | 'default';

/** One job as the manifest states it. */
export interface JobEntry {
  dataset_slug: string;
  model_name: string;
  /** The version that it was written for; null for any. */
  model_version: string | number | null;
  /** What its run is called; null for `dataset/model`. */
  name: string | null;
  /** Null for the catalog's. */
  model: InlineModel | null;
  /** Null for the catalog's. */
  dataset: InlineDataset | null;
  /** The params that the manifest sets, each layer over the next. */
  model_params: { origin: Origin; values: Record<string, unknown> }[];
  /** Null for what the model names: docker where it has an image. */
  executor: ExecutorName | null;
  /** Seconds after which the job is stopped. */
  timeout: number | null;
  /** How often a job that failed is run again. */
  retries: number;
  mem_limit: string | number | null;
  cpus: number | null;
  gpu: boolean | number | string | null;
  /** Pods that share the job, on Kubernetes. */
  replicas: number;
  /** The globals' with the job's own over them. */
  kubernetes: KubernetesEntry;
  /** Over the model's own. */
  preprocessing: Record<string, unknown>;
  /** Null for what the globals say. */
  mode: 'run' | 'sweep' | null;
  /** Null for the fields that the model's schema flags. */
  search_space: Record<string, unknown> | null;
  metrics: PrimaryMetric;
  sweep: SweepSettings;
  /** Where it stands in the manifest. */
  path: (string | number)[];
}

export interface Manifest {
  file: string;
  text: string;
  globals: Globals;
  jobs: JobEntry[];
}
