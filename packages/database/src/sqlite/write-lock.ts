import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './errors.ts';
import type { SqliteSession } from './session.ts';

/** How often the lock is tried while another program holds it, and how often it is looked whether one has written. */
const LOOK_MS = 5;
/** Another program that has written within this time may want to write again. */
const SHARED_MS = 5_000;

/** SQLite's write lock, which this program may share with others. */
export class WriteLock {
  readonly #writer: SqliteSession;
  #taken = 0;
  #foreign: number | null = null;
  #foreignAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param writer a connection that does not wait for locks itself, which would hold up readers */
  constructor(writer: SqliteSession) {
    this.#writer = writer;
  }

  /** Begins a transaction that may write. @param deadline by the process's clock, in milliseconds */
  async take(deadline: number): Promise<void> {
    for (;;) {
      try {
        this.#writer.exec('BEGIN IMMEDIATE');
        this.#taken = performance.now();
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await sleep(LOOK_MS);
      }
    }
  }

  /**
   * To be called after each transaction: who waits for the lock only looks at it now and then, so it is left free for as
   * long as it was held, where there are others.
   */
  async share(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt >= LOOK_MS) {
      this.#lookedAt = now;
      const foreign = this.#writer.dataVersion();
      if (this.#foreign !== null && foreign !== this.#foreign) this.#foreignAt = now;
      this.#foreign = foreign;
    }
    if (now - this.#foreignAt < SHARED_MS) await sleep(Math.ceil(now - this.#taken));
  }
}
