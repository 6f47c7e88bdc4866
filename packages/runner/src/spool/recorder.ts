import { type TrackingClient, TrackingError, UnreachableError } from '@orrery/client';
import { HEARTBEAT_TAG } from '@orrery/core';
import { apply, type Operation, type Target } from './operation.ts';
import { replayOne } from './replay.ts';
import { Spool } from './spool.ts';

const RETRY_MS = 2000;

/**
 * Records one run, whether or not the tracking server is there. While it is away, operations go to the spool in
 * order, and from there to the server once it is back. Nothing here throws for trouble of the server.
 */
export class RunRecorder {
  readonly #client: TrackingClient;
  readonly #spool: Spool;
  readonly #warn: (message: string) => void;
  #target: Target | null = null;
  #spooling = false;
  #lastTry = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(client: TrackingClient, storeDir: string, runId: string, warn: (message: string) => void) {
    this.#client = client;
    this.#spool = new Spool(storeDir, runId);
    this.#warn = warn;
  }

  /** The run as the server knows it; null while it has not been told. */
  get target(): Target | null {
    return this.#target;
  }

  /** Operations are done in the order in which they are given. */
  record(...operations: Operation[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#record(operations));
    return this.#queue;
  }

  /** Gives the server a sign of life, if it is there; without one it closes the run after a while. */
  async beat(): Promise<void> {
    if (this.#spooling || !this.#target) return;
    await this.record({ kind: 'log', tags: [{ key: HEARTBEAT_TAG, value: String(Date.now()) }] });
  }

  /** Tries once more to empty the spool. */
  async close(): Promise<void> {
    await this.#queue;
    if (this.#spooling) await this.#drain();
    this.#spool.unlock();
  }

  async #record(operations: Operation[]): Promise<void> {
    if (this.#spooling && Date.now() - this.#lastTry > RETRY_MS) await this.#drain();
    for (const [index, operation] of operations.entries()) {
      if (this.#spooling) {
        this.#spool.append(operations.slice(index));
        return;
      }
      try {
        this.#target = await apply(this.#client, this.#target, operation, false);
      } catch (error) {
        if (error instanceof TrackingError)
          this.#warn(`refused by the tracking server, left out: ${error.message}`);
        else if (error instanceof UnreachableError) this.#startSpooling(error, operation);
        else throw error;
      }
    }
  }

  #startSpooling(error: UnreachableError, operation: Operation): void {
    this.#warn(`the tracking server is away, the run is kept in the spool: ${error.message}`);
    this.#spooling = true;
    this.#lastTry = Date.now();
    this.#spool.lock();
    this.#spool.append(this.#target ? [{ kind: 'known', target: this.#target }, operation] : [operation]);
  }

  async #drain(): Promise<void> {
    this.#lastTry = Date.now();
    const target = await replayOne(this.#client, this.#spool, this.#warn, this.#target);
    this.#spooling = target === null;
    this.#target = target ?? this.#target;
  }
}
