import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { OrreryError } from '@orrery/core';

type Waiting = (error: Error | null) => void;

/** A lone sync that is quicker than this is not worth a thread. */
const QUICK_MS = 0.5;

/**
 * Syncs the log of an SQLite database that is open with `synchronous = NORMAL`, in which COMMIT writes to the log and
 * does not sync it: with the sync behind it, a commit is as durable as with FULL, and the event loop does not wait.
 * While one sync runs, commits gather for the next. See docs/decisions/0018-sync-off-the-loop.md.
 */
export class WriteAheadLog {
  readonly #path: string;
  #file: number | null = null;
  #waiting: Waiting[] = [];
  #syncing = false;
  #lastMs = Number.POSITIVE_INFINITY;
  #closed: (() => void) | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Calls back once all that is in the log now is on disk, or with the error that kept it from there.
   *
   * @param lone whether one write alone waits; it does so on the event loop where the disk is quick
   */
  whenSynced(lone: boolean, done: Waiting): void {
    this.#waiting.push(done);
    if (this.#syncing) return;
    if (lone && this.#lastMs < QUICK_MS) this.#syncNow();
    else this.#sync();
  }

  /** Closes the file when nobody waits any more. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closed = () => {
        if (this.#file !== null) closeSync(this.#file);
        resolve();
      };
      if (!this.#syncing) this.#closed();
    });
  }

  #sync(): void {
    this.#syncing = true;
    const waiting = this.#takeWaiting();
    const started = performance.now();
    fdatasync(this.#open(), (error) => {
      this.#lastMs = performance.now() - started;
      this.#tell(waiting, error);
      this.#syncing = this.#waiting.length > 0;
      if (this.#syncing) this.#sync();
      else this.#closed?.();
    });
  }

  #syncNow(): void {
    const waiting = this.#takeWaiting();
    const started = performance.now();
    let failure: Error | null = null;
    try {
      fdatasyncSync(this.#open());
    } catch (error) {
      failure = error as Error;
    }
    this.#lastMs = performance.now() - started;
    this.#tell(waiting, failure);
  }

  /** SQLite keeps the file as long as a connection is open. */
  #open(): number {
    this.#file ??= openSync(this.#path, 'r');
    return this.#file;
  }

  #takeWaiting(): Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }

  #tell(waiting: Waiting[], error: Error | null): void {
    for (const done of waiting) done(error && notSynced(this.#path, error));
  }
}

function notSynced(path: string, cause: Error): OrreryError {
  const message = `${path} cannot be synced (${cause.message}), so the write may not outlast a loss of power. Check the disk.`;
  return new OrreryError('INTERNAL_ERROR', message, { cause });
}
