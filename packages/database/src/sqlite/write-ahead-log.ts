import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { OrreryError } from '@orrery/core';
import { rewriteLog } from './rewrite-log.ts';

type Waiting = (error: Error | null) => void;

/** A lone sync that is quicker than this is not worth a thread. */
const QUICK_MS = 0.5;

/**
 * Syncs the log of an SQLite database that is open with `synchronous = NORMAL`, in which COMMIT writes to the log and
 * does not sync it: with the sync behind it, a commit is as durable as with FULL, and the event loop does not wait.
 * While one sync runs, commits gather for the next. See docs/decisions/0018-sync-off-the-loop.md.
 *
 * After a sync that failed nothing is known of what the log has on disk, and later ones prove nothing of it: each
 * fails, until the log was repaired. See docs/decisions/0028-disks-that-fail.md.
 */
export class WriteAheadLog {
  readonly #path: string;
  #file: number | null = null;
  #waiting: Waiting[] = [];
  #syncing = false;
  #failure: OrreryError | null = null;
  #lastMs = Number.POSITIVE_INFINITY;
  #closed: (() => void) | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether a sync runs, on a thread. */
  get isSyncing(): boolean {
    return this.#syncing;
  }

  /** Whether a sync has failed since the log was last known to be on disk. */
  get isDoubtful(): boolean {
    return this.#failure !== null;
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

  /**
   * Puts the log on disk after all.
   *
   * @param frames how many of it count; nobody may add to them meanwhile
   * @throws OrreryError where the disk still fails, or the system has lost what was written
   */
  async repair(frames: number): Promise<void> {
    try {
      await rewriteLog(this.#path, frames);
      this.#failure = null;
    } catch (error) {
      this.#failure = notSynced(this.#path, error as Error);
      throw this.#failure;
    }
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
    const synced = (error: Error | null) => {
      this.#lastMs = performance.now() - started;
      this.#tell(waiting, error);
      this.#syncing = this.#waiting.length > 0;
      if (this.#syncing) this.#sync();
      else this.#closed?.();
    };
    try {
      fdatasync(this.#open(), synced);
    } catch (error) {
      setImmediate(synced, error as Error);
    }
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
    if (error) this.#failure ??= notSynced(this.#path, error);
    for (const done of waiting) done(this.#failure);
  }
}

function notSynced(path: string, cause: Error): OrreryError {
  const message = `${path} cannot be synced (${cause.message}), so the write may not outlast a loss of power. Check the disk; writes are taken again once it syncs.`;
  return new OrreryError('TEMPORARILY_UNAVAILABLE', message, { cause });
}
