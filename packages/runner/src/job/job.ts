import { createHash } from 'node:crypto';
import type { RunStatus } from '@orrery/core';
import type { ProcessId } from '../alive.ts';
import type { DatasetEntry, ModelEntry } from '../catalog/entry.ts';
import type { ExecutorName, Resources } from '../executors/executor.ts';
import type { KubernetesSettings } from '../executors/kubernetes/settings.ts';

/** One run of one model on one dataset, ready to start. */
export interface Job {
  runName: string;
  dataset: DatasetEntry;
  model: ModelEntry;
  params: Record<string, unknown>;
  /** What is done to the data first: the model's own settings under those of the manifest. */
  preprocessing: Record<string, unknown>;
  seed: number;
  timeout: number | null;
  executor: ExecutorName;
  resources: Resources;
  /** Of a job on Kubernetes. */
  kubernetes: KubernetesSettings | null;
  /** How often it is run again where it fails. */
  retries: number;
  /** Tags beside those that every run gets. */
  tags: Record<string, string>;
  /** What the folder is called below `store/jobs/<experiment>/<dataset>__<model>/`; the run id is appended. */
  folderPrefix: string;
}

export interface JobOutcome {
  runId: string;
  status: RunStatus;
  /** Final scalars, by name. */
  metrics: Record<string, number>;
  /** Why it is not FINISHED, in words. */
  reason: string | null;
  seconds: number;
}

/** What stands in a job folder's `state.json`. */
export interface JobState {
  run_id: string;
  job: string;
  status: RunStatus;
  pid: number;
  /** When that process started, so that another one of its number is not taken for it; see `ProcessId`. */
  pid_started: number | null;
  /** The job's own process, where it has one on this machine. */
  job_process: ProcessId | null;
  exit_code: number | null;
  reason: string | null;
  started_ms: number;
  ended_ms: number | null;
  /** Whether the end, too, has reached the tracking server or the spool. */
  recorded: boolean;
}

/** Same model, dataset, params and seed, same hash. */
export function jobHash({
  model,
  dataset,
  params,
  seed,
}: Pick<Job, 'model' | 'dataset' | 'params' | 'seed'>): string {
  const sorted = Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  const inline = dataset.isFileAlone ? [dataset.dataFile, model.container?.image] : [];
  const identity = JSON.stringify([model.slug, model.version, dataset.slug, sorted, seed, ...inline]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}
