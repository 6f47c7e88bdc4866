import type { ExecutorName } from '../executors/executor.ts';
import type { PrimaryMetric } from '../manifest/manifest.ts';

export type OrchestrationStatus = 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
export type JobStatus = OrchestrationStatus | 'SKIPPED';

/** One job or one sweep of a manifest, as it stands. */
export interface JobRecord {
  /** Its name within the orchestration; stays the same when it is run again. */
  key: string;
  kind: 'job' | 'sweep';
  name: string;
  dataset: string;
  model: string;
  executor: string;
  params: Record<string, unknown>;
  status: JobStatus;
  /** Why it is not FINISHED, in words. */
  reason: string | null;
  run_id: string | null;
  experiment_id: string | null;
  /** Counted from 1; 0 before it ran. */
  attempt: number;
  metric: string;
  /** The last value of its primary metric; of a sweep the best. */
  value: number | null;
  /** How far it is: epochs, or trials of a sweep. */
  step: number;
  /** How far it goes, where that is known. */
  steps: number | null;
  /** Of a sweep. */
  study: string | null;
  trials: TrialCounts | null;
  started_ms: number | null;
  ended_ms: number | null;
}

export interface TrialCounts {
  running: number;
  complete: number;
  pruned: number;
  failed: number;
}

/** A manifest that is run, was run or is about to be; `state.json` of its folder. */
export interface OrchestrationState {
  id: string;
  experiment: string;
  /** Where the manifest was read from; its copy is `manifest.yaml` in the folder. */
  manifest_file: string;
  /** A catalog beside the manifest, which wins over the store's. */
  catalog: string | null;
  metrics: PrimaryMetric;
  options: RunOptions;
  status: OrchestrationStatus;
  reason: string | null;
  user: string;
  /** What started it. */
  via: 'terminal' | 'api';
  /** The process that runs it, and when that began; null before it does. */
  pid: number | null;
  pid_started: number | null;
  host: string;
  created_ms: number;
  /** When a process was last started for it. */
  launched_ms: number;
  started_ms: number | null;
  ended_ms: number | null;
  /** How many bytes of `events.jsonl` are in this state. */
  offset: number;
  jobs: JobRecord[];
}

/** What is said beside the manifest. */
export interface RunOptions {
  /** Jobs at a time; null for as many as there are cores. */
  jobs: number | null;
  /** Leave out what is complete, whatever the manifest says. */
  resume: boolean;
  /** Of all jobs, whatever the manifest says; null for what it says. */
  executor: ExecutorName | null;
}

/** A line of `events.jsonl`. */
export type OrchestrationEvent = { time_ms: number } & (
  | { kind: 'job'; job: JobRecord }
  | { kind: 'status'; status: OrchestrationStatus; reason: string | null }
  | { kind: 'line'; text: string }
);

/** An event without its time, as it is given to be recorded. */
export type Occurrence = OrchestrationEvent extends infer E
  ? E extends { time_ms: number }
    ? Omit<E, 'time_ms'>
    : never
  : never;

export function hasEnded(status: JobStatus): boolean {
  return status !== 'QUEUED' && status !== 'RUNNING';
}
