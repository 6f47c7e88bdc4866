import type { RunContext } from '../context.ts';
import { LockFile } from '../lock-file.ts';
import { fileName } from './folder.ts';
import { type Job, jobHash } from './job.ts';

/** What one run of a manifest has taken: other orchestrators leave it alone until this one is through. */
export class JobLocks {
  readonly #context: RunContext;
  readonly #taken = new Map<string, LockFile>();

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** Takes a job, or resolves to the process that has it. Jobs that are the same share one lock. */
  takeJob(job: Job): number | null {
    return this.#take(jobHash(job));
  }

  /** Takes the sweep of a study, as `takeJob`. */
  takeSweep(study: string): number | null {
    return this.#take(`sweep-${fileName(study)}`);
  }

  release(): void {
    for (const lock of this.#taken.values()) lock.release();
  }

  #take(what: string): number | null {
    const name = `${fileName(this.#context.manifest.globals.experiment_name)}-${what}`;
    if (this.#taken.has(name)) return null;
    const lock = LockFile.in(this.#context.storeDir, name);
    try {
      if (!lock.take()) return lock.owner() ?? 0;
    } catch (error) {
      // A disk that is full takes no lock; that is said of the job's folder.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
    this.#taken.set(name, lock);
    return null;
  }
}
