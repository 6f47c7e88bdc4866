import { setTimeout as sleep } from 'node:timers/promises';
import { ReadThread } from './read-thread.ts';
import type { Turn } from './turn.ts';

/** How long the log may get, in bytes. */
const LIMIT = Number(process.env.ORRERY_LOG_LIMIT || 64) * 1024 * 1024;
/** With so much of it a checkpoint is worth a thread. */
const START = LIMIT / 16;
/** With so much of it the log is to begin anew, as soon as little is left to copy. */
const RESTART = LIMIT / 4;
/** With so much of it the log begins anew whatever is left. */
const MOST = LIMIT * (5 / 8);
/** So little is copied while writes wait. */
const LITTLE = LIMIT / 64;

const LOOK_MS = 100;
const HURRY_MS = 5;
const IDLE_MS = 2_000;
const RETRY_MS = 1_000;

interface Log {
  /** Of the log, in bytes. */
  size: number;
  /** What of it is not in the database yet, in bytes. */
  left: number;
  busy: boolean;
}

/**
 * Copies the log of an SQLite database into the database, in a thread of its own, so that neither the event loop nor a
 * writer waits for the disk. Once the log is long, writes wait for the last bit of it, so that the next one begins it
 * anew; it stays under 64 MB as long as no reader holds on to it. When nothing was written for a while the log is cut to
 * nothing, and the thread ends. See docs/decisions/0029-checkpoints.md.
 */
export class Checkpointer {
  readonly #path: string;
  readonly #turn: Turn;
  #running: Promise<void> | null = null;
  #lastWrite = 0;
  #paused = false;

  /** @param turn whoever has it is the only one who writes */
  constructor(path: string, turn: Turn) {
    this.#path = path;
    this.#turn = turn;
  }

  /** To be called after a commit. @param size of the log's file, in bytes */
  committed(size: number): void {
    this.#lastWrite = performance.now();
    if (size < START || this.#paused) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
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
      const pageSize = await thread.all<{ page_size: number }>('PRAGMA page_size', []);
      const frameSize = (pageSize.rows[0]?.page_size ?? 4096) + 24;
      while (!this.#paused) {
        const log = await checkpoint(thread, 'PASSIVE', frameSize);
        const isIdle = performance.now() - this.#lastWrite > IDLE_MS;
        if (isIdle && !(await checkpoint(thread, 'TRUNCATE', frameSize)).busy) return;
        if (log.size >= RESTART && (log.left < LITTLE || log.size >= MOST))
          await this.#finish(thread, frameSize);
        await sleep(isIdle ? RETRY_MS : log.left < LITTLE ? LOOK_MS : HURRY_MS);
      }
    } catch (error) {
      const why = (error as Error).message;
      process.emitWarning(`The log of ${this.#path} cannot be taken over (${why}). Check the disk.`);
      await sleep(RETRY_MS);
    } finally {
      await thread.close();
    }
  }

  async #finish(thread: ReadThread, frameSize: number): Promise<void> {
    const end = await this.#turn.take();
    try {
      await checkpoint(thread, 'PASSIVE', frameSize);
    } finally {
      end();
    }
  }
}

async function checkpoint(thread: ReadThread, mode: 'PASSIVE' | 'TRUNCATE', frameSize: number): Promise<Log> {
  const { rows } = await thread.all<{ busy: number; log: number; checkpointed: number }>(
    `PRAGMA wal_checkpoint(${mode})`,
    [],
  );
  const { busy = 1, log = 0, checkpointed = 0 } = rows[0] ?? {};
  return { size: log * frameSize, left: (log - checkpointed) * frameSize, busy: busy !== 0 };
}
