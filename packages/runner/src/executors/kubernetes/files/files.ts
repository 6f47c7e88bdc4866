import type { ExecutorJob } from '../../executor.ts';
import type { PodFiles } from '../pod.ts';

/** The files of one job, on their way to its pod and back. */
export interface JobFiles {
  /** What the pod needs for them. */
  readonly pod: PodFiles;
  /** Asks the job to end by itself. */
  askToStop(reason: string): Promise<void>;
  /** Call when the pod has ended: brings what is not in the job's folder yet. @throws Error that says what is missing */
  collect(): Promise<void>;
  /** Call where no pod was made. */
  discard(): Promise<void>;
}

/** A way for files between this machine and pods. */
export interface FileCarrier {
  /** Call before the pod is made. */
  prepare(job: ExecutorJob): Promise<JobFiles>;
}
