import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrreryError } from '@orrery/core';
import { schemaRevision } from '../catalog.ts';
import type { Database, DatabaseInfo, Session } from '../session.ts';
import { SqliteReader } from './reader.ts';
import { SqliteSession } from './session.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

interface Job {
  /** Whether it is answered before the log is synced. */
  isFirst: boolean;
  subject: string | undefined;
  work: (session: Session) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

const MAX_GROUP = 256;
const LOCK_WAIT_MS = 20_000;
/** Another program that has written within this time may want to write again. */
const SHARED_MS = 5_000;

/**
 * An SQLite file in WAL mode. A write is answered once it is committed and the log is synced.
 *
 * Writes that arrive together share one transaction and one sync (group commit); each is a savepoint of its
 * own, so one that fails takes nothing with it. Reads go through connections of their own and never wait for writes.
 */
export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #path: string;
  readonly #writer: SqliteSession;
  readonly #reader: SqliteReader;
  readonly #log: WriteAheadLog;
  readonly #listeners: ((subject: string | undefined) => void)[] = [];
  readonly #queue: Job[] = [];
  #draining = false;
  #foreign = 0;
  #foreignAt = Number.NEGATIVE_INFINITY;

  /** @param readThread see `DatabaseRole` */
  constructor(path: string, readThread = false) {
    this.#path = path;
    this.#writer = new SqliteSession(path);
    this.#writer.exec('PRAGMA journal_mode = WAL');
    // The log is synced here, off the event loop, instead of by COMMIT on it.
    this.#writer.exec('PRAGMA synchronous = NORMAL');
    this.#log = new WriteAheadLog(`${path}-wal`);
    this.#reader = new SqliteReader(path, readThread);
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return work(this.#reader);
  }

  write<T>(work: (session: Session) => Promise<T>, subject?: string): Promise<T> {
    return this.#enqueue({ work, subject, isFirst: false });
  }

  writeFirst<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#enqueue({ work, subject: undefined, isFirst: true });
  }

  onCommit(listener: (subject: string | undefined) => void): void {
    this.#listeners.push(listener);
  }

  async describe(): Promise<DatabaseInfo> {
    const bytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const schema = (await schemaRevision(this.#reader)) ?? '';
    return { schema, size: bytes(this.#path), walSize: bytes(`${this.#path}-wal`) };
  }

  /** The writer's own commits do not change it. */
  foreignChanges(): number {
    return this.#writer.dataVersion();
  }

  async close(): Promise<void> {
    while (this.#draining) await sleep(1);
    await this.#log.close();
    await this.#reader.close();
    this.#writer.close();
  }

  #enqueue<T>(job: Omit<Job, 'resolve' | 'reject'> & { work: (session: Session) => Promise<T> }): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ ...job, resolve: resolve as Job['resolve'], reject });
      if (this.#draining) return;
      this.#draining = true;
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const jobs = this.#queue.splice(0, MAX_GROUP);
      let begun = performance.now();
      try {
        await this.#begin();
        begun = performance.now();
        await this.#commit(jobs);
      } catch (error) {
        if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
        const failure = describe(error);
        for (const job of jobs) job.reject(failure);
      }
      // Who waits for SQLite's lock only looks at it now and then: it is left free for as long as it was held.
      if (this.#isShared()) await sleep(Math.ceil(performance.now() - begun));
    }
    this.#draining = false;
  }

  #isShared(): boolean {
    const foreign = this.#writer.dataVersion();
    if (this.#foreign !== 0 && foreign !== this.#foreign) this.#foreignAt = performance.now();
    this.#foreign = foreign;
    return performance.now() - this.#foreignAt < SHARED_MS;
  }

  async #commit(jobs: Job[]): Promise<void> {
    const settle: { job: Job; done: () => void }[] = [];
    for (const job of jobs) {
      this.#writer.exec('SAVEPOINT job');
      try {
        const value = await job.work(this.#writer);
        settle.push({ job, done: () => job.resolve(value) });
      } catch (error) {
        if (!this.#writer.inTransaction) throw error;
        this.#writer.exec('ROLLBACK TO job');
        const reason = error instanceof OrreryError ? error : describe(error);
        settle.push({ job, done: () => job.reject(reason) });
      }
      this.#writer.exec('RELEASE job');
    }
    this.#writer.exec('COMMIT');
    for (const { subject } of jobs) for (const listener of this.#listeners) listener(subject);
    for (const { job, done } of settle) if (job.isFirst) done();
    const waiting = settle.filter(({ job }) => !job.isFirst);
    if (waiting.length === 0) return;
    this.#log.whenSynced(waiting.length === 1, (error) => {
      for (const { job, done } of waiting) error ? job.reject(error) : done();
    });
  }

  /** Takes the write lock; while another program holds it, waits without holding up this one's readers. */
  async #begin(): Promise<void> {
    for (const deadline = Date.now() + LOCK_WAIT_MS; ; ) {
      try {
        this.#writer.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error;
        await sleep(5);
      }
    }
  }
}

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

function sqliteCode(error: unknown): number | undefined {
  return (error as { errcode?: number }).errcode;
}

function isBusy(error: unknown): boolean {
  return ((sqliteCode(error) ?? 0) & 0xff) === SQLITE_BUSY;
}

function describe(error: unknown): unknown {
  const code = (sqliteCode(error) ?? 0) & 0xff;
  const cause = { cause: error };
  if (code === SQLITE_BUSY) {
    const message = `The database stayed locked by another program for ${LOCK_WAIT_MS / 1000} s; nothing was written. Stop that program, or try again.`;
    return new OrreryError('TEMPORARILY_UNAVAILABLE', message, cause);
  }
  if (code === SQLITE_FULL) {
    return new OrreryError(
      'RESOURCE_EXHAUSTED',
      'The disk is full; nothing was written. Free some space and try again.',
      cause,
    );
  }
  return error;
}
