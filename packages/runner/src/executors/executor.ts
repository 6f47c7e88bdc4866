import { join } from 'node:path';
import type { RunStatus } from '@orrery/core';
import { writeJson } from '../json-file.ts';
import type { KubernetesSettings } from './kubernetes/settings.ts';

export type ExecutorName = 'local' | 'docker' | 'kubernetes';

/** The executors that a run of a manifest uses. */
export type Executors = Partial<Record<ExecutorName, Executor>>;

/** What a job may use; null for no limit. */
export interface Resources {
  /** In bytes. */
  memory: number | null;
  cpus: number | null;
  /** How many GPUs; -1 for all. */
  gpus: number;
  /** How many containers share the job, each with these limits; more than one only on Kubernetes. */
  replicas: number;
}

export interface ExecutorJob {
  runId: string;
  /** How the model starts; see `ModelEntry`. */
  model: {
    slug: string;
    /** The model's folder, in which a local command starts. */
    folder: string;
    command: string[] | null;
    container: ContainerSpec | null;
  };
  /** The dataset's folder. */
  input: string;
  /** The one file of it that models of multiverse read; see `DatasetEntry`. */
  dataFile: string | null;
  isFileAlone: boolean;
  /** The job's folder; both outputs of the command go to `container.log` there. */
  output: string;
  environment: Record<string, string>;
  resources: Resources;
  /** Of a job on Kubernetes. */
  kubernetes: KubernetesSettings | null;
}

/** The container of a model. */
export interface ContainerSpec {
  image: string;
  /** Built from this folder where the image is missing. */
  build: { context: string; dockerfile: string } | null;
  /** In place of the image's own; null for that. */
  entrypoint: string[] | null;
  network: 'none' | null;
  /** `uid:gid`; null for the user who runs Orrery. */
  user: string | null;
}

export interface Exit {
  /** Null where a signal ended the process. */
  code: number | null;
  signal: string | null;
  /** What kept it from starting. */
  error?: string;
  /** What ended it, where the code does not say: out of memory, for one. */
  cause?: string;
}

export interface RunningJob {
  /** Never rejects. */
  exited: Promise<Exit>;
  /** Of the job's process, where it is one of this machine; it leads a group of its own. */
  pid?: number | undefined;
  /**
   * Asks the job to end, then makes it: a `stop.json` in its folder, a grace, SIGTERM, another grace, SIGKILL.
   *
   * @param graceMs how long it may end by itself; 0 sends SIGTERM at once
   */
  stop(reason: string, graceMs: number): Promise<void>;
  /** The job's own figures under MLflow's names; those of the machine where the executor has none. */
  sample?(): Promise<Record<string, number>>;
}

/** Runs jobs somewhere. */
export interface Executor {
  readonly name: string;
  start(job: ExecutorJob): RunningJob;
}

/** How a job that ended by itself is recorded, and why, in words. */
export function verdictOf({ code, signal, error, cause }: Exit): [status: RunStatus, reason: string | null] {
  if (error) return ['FAILED', `could not be started: ${error}`];
  if (cause) return ['FAILED', cause];
  if (signal) return ['FAILED', `ended by ${signal}`];
  return code === 0 ? ['FINISHED', null] : ['FAILED', `exit code ${code}`];
}

/** Waits for the end of a job, but not longer than some milliseconds; resolves to whether it came. */
export async function endsWithin(exited: Promise<Exit>, ms: number): Promise<boolean> {
  if (ms <= 0) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const ended = await Promise.race([exited.then(() => true), late]);
  clearTimeout(timer);
  return ended;
}

/** Leaves word for a job that looks for it; a disk that is full takes none. */
export function askToStop(output: string, reason: string): void {
  try {
    writeJson(join(output, 'stop.json'), { reason });
  } catch {
    // It gets SIGTERM after the grace.
  }
}
