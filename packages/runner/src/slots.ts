import { totalmem } from 'node:os';
import type { Job } from './job/job.ts';

const ON_THIS_MACHINE: ReadonlySet<string> = new Set(['local', 'docker']);

interface Waiting {
  memory: number;
  start: () => void;
}

/**
 * Lets a number of jobs run at a time, and no more than the machine has memory for; the others wait their turn. A job
 * that may use more than there is runs alone.
 */
export class Slots {
  readonly #memory: number;
  #free: number;
  #freeMemory: number;
  readonly #waiting: Waiting[] = [];

  /** @param memory of the machine, in bytes */
  constructor(count: number, memory: number = machineMemory()) {
    this.#free = count;
    this.#memory = memory;
    this.#freeMemory = memory;
  }

  /** @param memory what the job may use, in bytes; 0 for a job without a limit, which is not counted */
  async use<T>(work: () => Promise<T>, memory = 0): Promise<T> {
    const needed = Math.min(memory, this.#memory);
    await new Promise<void>((start) => {
      this.#waiting.push({ memory: needed, start });
      this.#startWaiting();
    });
    try {
      return await work();
    } finally {
      this.#free++;
      this.#freeMemory += needed;
      this.#startWaiting();
    }
  }

  /** In order: a large job is not overtaken for ever by small ones. */
  #startWaiting(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#free === 0 || next.memory > this.#freeMemory) return;
      this.#waiting.shift();
      this.#free--;
      this.#freeMemory -= next.memory;
      next.start();
    }
  }
}

/** What a job takes of this machine's memory, in bytes. */
export function memoryOf({ executor, resources }: Pick<Job, 'executor' | 'resources'>): number {
  return ON_THIS_MACHINE.has(executor) ? (resources.memory ?? 0) : 0;
}

/** Of this machine, or of the container that this process is in. */
function machineMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
