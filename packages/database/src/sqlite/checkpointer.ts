import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadThread } from './read-thread.ts';
import type { Turn } from './turn.ts';

/** How long the log may get, in frames: pages of 4 kB, as SQLite makes them, with what the log says of each. */
export const LOG_LIMIT = Number(process.env.ORRERY_LOG_LIMIT || 64) * 256;
const FRAME_BYTES = 4096 + 24;
/** With so much of it a checkpoint is worth a thread. */
const START = LOG_LIMIT / 16;
/** With so much of it the log is to begin anew, as soon as little is left to copy. */
const RESTART = LOG_LIMIT / 4;
/** With so much of it the log begins anew whatever is left. */
const MOST = LOG_LIMIT / 2;
/** So little is copied while writes wait. */
const LITTLE = LOG_LIMIT / 64;

const LOOK_MS = 100;
const HURRY_MS = 5;
const IDLE_MS = 2_000;
const RETRY_MS = 1_000;

interface Log {
  /** Frames of the log, and how many of them are not in the database yet. */
  size: number;
  left: number;
  busy: boolean;
}

/**
 * Copies the log of an SQLite database into the database, in a thread of its own, so that neither the event loop nor a
 * writer waits for the disk. Once the log is long, writes wait for the last bit of it, so that the next one begins it
 * anew; at last our own long reads wait for that too. The log stays under LOG_LIMIT as long as no reader holds on to it. When nothing was written for a
 * while all of it is copied, so that the next write begins it anew, and the thread ends. See docs/decisions/0029-checkpoints.md.
 */
export class Checkpointer {
  readonly #path: string;
  readonly #writes: Turn;
  readonly #reads: Turn;
  #running: Promise<void> | null = null;
  #lastWrite = 0;
  #paused = false;
  /** Whether a reader holds on to the log, or may. */
  #isHeld = false;
  #waiting: (() => void)[] = [];

  /**
   * @param writes whoever has it is the only one who writes
   * @param reads those who have it read for longer than the event loop waits
   */
  constructor(path: string, writes: Turn, reads: Turn) {
    this.#path = path;
    this.#writes = writes;
    this.#reads = reads;
  }

  /** To be called after a commit. @param frames of the log */
  committed(frames: number): void {
    this.#lastWrite = performance.now();
    if (frames < START || this.#paused) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves once a log at its limit is shorter, or where it cannot be made so now. */
  async room(): Promise<void> {
    if (this.#running && !this.#isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves once no checkpoint runs; none begins before `resume`. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#running;
  }

  resume(): void {
    this.#paused = false;
  }

  async #run(): Promise<void> {
    const thread = new ReadThread(this.#path);
    try {
      while (!this.#paused) {
        const log = await checkpoint(thread, 'PASSIVE');
        const isIdle = performance.now() - this.#lastWrite > IDLE_MS;
        // A log that was cut is slower to sync, for the file system then notes each page that it grows by.
        const isLong = isIdle && statSync(`${this.#path}-wal`).size > LOG_LIMIT * FRAME_BYTES;
        if (isIdle && !(await checkpoint(thread, isLong ? 'TRUNCATE' : 'RESTART')).busy) return;
        if (log.size >= MOST) await this.#finish(thread, true);
        else if (log.size >= RESTART && log.left < LITTLE) await this.#finish(thread, false);
        await sleep(isIdle || this.#isHeld ? RETRY_MS : log.left < LITTLE ? LOOK_MS : HURRY_MS);
      }
    } catch (error) {
      const why = (error as Error).message;
      process.emitWarning(`The log of ${this.#path} cannot be taken over (${why}). Check the disk.`);
      this.#letGo();
      await sleep(RETRY_MS);
    } finally {
      this.#isHeld = false;
      this.#letGo();
      await thread.close();
    }
  }

  /** Copies all that is left while nobody writes, so that the next write begins the log anew if nobody reads it either. */
  async #finish(thread: ReadThread, alone: boolean): Promise<void> {
    const endRead = alone ? await this.#endOfReads() : null;
    const endWrite = await this.#writes.takeAll(true);
    try {
      this.#isHeld = (await checkpoint(thread, 'PASSIVE')).left > 0 && alone;
    } finally {
      endWrite();
      endRead?.();
      this.#letGo();
    }
  }

  /** Writes do not wait for reads: the log grows as long as one goes on. */
  #endOfReads(): Promise<() => void> {
    this.#isHeld = true;
    this.#letGo();
    return this.#reads.takeAll(true);
  }

  #letGo(): void {
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}

async function checkpoint(thread: ReadThread, mode: 'PASSIVE' | 'RESTART' | 'TRUNCATE'): Promise<Log> {
  const { rows } = await thread.all<{ busy: number; log: number; checkpointed: number }>(
    `PRAGMA wal_checkpoint(${mode})`,
    [],
  );
  const { busy = 1, log = 0, checkpointed = 0 } = rows[0] ?? {};
  return { size: log, left: log - checkpointed, busy: busy !== 0 };
}
