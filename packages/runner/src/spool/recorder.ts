import { type TrackingClient, UnreachableError } from '@orrery/client';
import { HEARTBEAT_TAG } from '@orrery/core';
import { keepWhole } from '../record/keep.ts';
import { RunRecord } from '../record/run-record.ts';
import type { Operation, Target } from './operation.ts';
import { applyOrLeaveOut, replayOne } from './replay.ts';
import { Spool } from './spool.ts';

const RETRY_MS = 2000;
/** How often what neither the server nor the disk takes is tried again before it is given up. */
const LAST_TRIES = 15;

/** Servers that were away, which one run has told of already. */
const away = new WeakSet<TrackingClient>();

export interface RecorderOptions {
  client: TrackingClient;
  storeDir: string;
  runId: string;
  /** The run's own, absolute; its record is kept there. */
  folder: string;
  /** @param known whether another run has told of the same outage */
  warn: (message: string, known: boolean) => void;
}

/**
 * Records one run, whether or not the tracking server is there, and keeps a record of it in the run's folder. While the
 * server is away, operations go to the spool in order, and from there to the server once it is back. Nothing here throws
 * for trouble of the server or of the disk.
 */
export class RunRecorder {
  readonly #client: TrackingClient;
  readonly #spool: Spool;
  readonly #folder: string;
  readonly #record: RunRecord;
  readonly #warn: RecorderOptions['warn'];
  #target: Target | null = null;
  #spooling = false;
  /** What the disk did not take. */
  #unwritten: Operation[] = [];
  #end: Operation | null = null;
  #lastTry = 0;
  #told = new Set<string>();
  #queue: Promise<void> = Promise.resolve();

  constructor({ client, storeDir, runId, folder, warn }: RecorderOptions) {
    this.#client = client;
    this.#spool = new Spool(storeDir, runId);
    this.#folder = folder;
    this.#record = new RunRecord(folder);
    this.#warn = warn;
  }

  /** The run as the server knows it; null while it has not been told. */
  get target(): Target | null {
    return this.#target;
  }

  /** Operations are done in the order in which they are given. */
  record(...operations: Operation[]): Promise<void> {
    this.#queue = this.#queue.then(() => this.#doAll(operations));
    return this.#queue;
  }

  /** Goes on with a run that a process which died had opened: what it spooled comes first. */
  resume(target: Target | null): void {
    this.#target = target;
    this.#spooling = target === null || this.#spool.exists();
    if (this.#spooling) this.#lock();
  }

  /** Gives the server a sign of life, if it is there; without one it closes the run after a while. */
  async beat(): Promise<void> {
    if (this.#spooling || !this.#target) return;
    await this.record({ kind: 'log', tags: [{ key: HEARTBEAT_TAG, value: String(Date.now()) }] });
  }

  /** Tries once more to empty the spool, and completes the record of a run that was closed. */
  async close(): Promise<void> {
    await this.#queue;
    if (this.#spooling) await this.#drain();
    else if (this.#target) await this.#keep(this.#target);
    for (let tries = 0; this.#unwritten.length > 0 && tries < LAST_TRIES; tries++) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      await this.#drain();
    }
    if (this.#unwritten.length > 0) {
      this.#warn('neither the tracking server nor the disk takes the end of the run; it is lost', false);
    }
    this.#spool.unlock();
  }

  async #doAll(operations: Operation[]): Promise<void> {
    if (this.#spooling && performance.now() - this.#lastTry > RETRY_MS) await this.#drain();
    this.#addToRecord(operations);
    this.#end = operations.findLast(({ kind }) => kind === 'update') ?? this.#end;
    for (const [index, operation] of operations.entries()) {
      if (this.#spooling) return this.#append(operations.slice(index));
      try {
        const tell = (message: string) => this.#warn(message, false);
        this.#know(await applyOrLeaveOut(this.#client, this.#target, operation, false, tell));
      } catch (error) {
        this.#startSpooling(error as Error);
        this.#append([operation]);
      }
    }
  }

  #startSpooling({ message }: Error): void {
    this.#warn(
      `the tracking server is away, the run is kept in the spool: ${message}`,
      away.has(this.#client),
    );
    away.add(this.#client);
    this.#spooling = true;
    this.#lastTry = performance.now();
    this.#lock();
    const start: Operation[] = [{ kind: 'folder', path: this.#folder }];
    if (this.#target) start.push({ kind: 'known', target: this.#target });
    this.#append(start);
  }

  /** A disk that is full takes no lock, and no spool either. */
  #lock(): void {
    try {
      this.#spool.lock();
    } catch (error) {
      this.#warnOnce((error as Error).message);
    }
  }

  #append(operations: Operation[]): void {
    const all = [...this.#unwritten, ...operations];
    try {
      this.#spool.append(all);
      this.#unwritten = [];
    } catch (error) {
      this.#unwritten = all;
      this.#warnOnce(`the spool cannot be written, it is kept in memory: ${(error as Error).message}`);
    }
  }

  async #drain(): Promise<void> {
    this.#lastTry = performance.now();
    const tell = (message: string) => this.#warn(message, false);
    const { done, target } = await replayOne(
      this.#client,
      this.#spool,
      tell,
      this.#target,
      this.#unwritten,
    ).catch((error: Error) => {
      this.#warnOnce(error.message);
      return { done: false, target: null };
    });
    if (!done) {
      if (this.#unwritten.length > 0) this.#append([]);
      return;
    }
    this.#unwritten = [];
    this.#spooling = false;
    this.#know(target);
  }

  #know(target: Target | null): void {
    const isNews = this.#target === null && target !== null;
    this.#target = target;
    if (isNews) this.#addToRecord([{ kind: 'known', target }]);
  }

  #addToRecord(operations: Operation[]): void {
    try {
      this.#record.add(operations);
    } catch (error) {
      this.#warnOnce(incomplete(this.#folder, error as Error));
    }
  }

  /** Where the server goes away meanwhile, the replay of the run's end does it. */
  async #keep(target: Target): Promise<void> {
    try {
      await keepWhole(this.#client, target, this.#record);
    } catch (error) {
      if (!(error instanceof UnreachableError)) this.#warnOnce(incomplete(this.#folder, error as Error));
      else if (this.#end) {
        this.#startSpooling(error);
        this.#append([this.#end]);
      }
    }
  }

  #warnOnce(message: string): void {
    if (!this.#told.has(message)) this.#warn(message, false);
    this.#told.add(message);
  }
}

function incomplete(folder: string, { message }: Error): string {
  return `the record of the run in ${folder} is not complete: ${message}`;
}
