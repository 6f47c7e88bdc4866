import type { Direction, SamplerSetting } from '@orrery/sweeps';
import type { ExecutorName } from '../executors/executor.ts';
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
  metrics: { primary: string; direction: Direction };
  sweep: SweepSettings;
  kubernetes: KubernetesEntry;
}

export interface SweepSettings {
  n_trials: number;
  sampler: SamplerSetting;
  pruner: string;
  /** Seconds after which no further trial begins. */
  timeout: number | null;
  /** Trials at a time. */
  parallel: number;
}

/** One job as the manifest states it. */
export interface JobEntry {
  dataset_slug: string;
  model_name: string;
  model_params: Record<string, unknown>;
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
  sweep: SweepSettings;
}

export interface Manifest {
  file: string;
  text: string;
  globals: Globals;
  jobs: JobEntry[];
}
