import { availableParallelism } from 'node:os';
import type { Session } from '../session.ts';
import { ReadThread } from './read-thread.ts';
import { SqliteSession } from './session.ts';
import { Turn } from './turn.ts';

/** A statement that takes longer, in milliseconds, is read by the thread the next time. */
const LONG_MS = 10;
/** In a file with more pages, the first time of a statement may be long. */
const LARGE_PAGES = 2_000;
const MAX_KNOWN = 500;
const MAX_THREADS = 2;

/**
 * Reads of one SQLite file: at once where that is quick. Where it was not the last time, or in a large file may not be the
 * first time, a thread reads, if one may, so that a long search holds up neither writes nor other reads. The thread starts
 * with the first of them, and one more with the first beside it or in parts, or both before, where they are expected.
 */
export class SqliteReader implements Session {
  readonly dialect = 'sqlite';
  /** Of the reads of the threads; who has all of it keeps them from reading. */
  readonly threadTurn: Turn;
  readonly #path: string;
  readonly #mayUseThread: boolean;
  readonly #session: SqliteSession;
  /** Of each statement that was read, whether it was quick the last time. */
  readonly #isQuick = new Map<string, boolean>();
  readonly #threads: (ReadThread | null)[];

  /** @param cores one of them is left to the event loop, but for reads in parts, which are short */
  constructor(path: string, mayUseThread: boolean, cores = availableParallelism()) {
    this.#path = path;
    this.#mayUseThread = mayUseThread;
    this.#session = new SqliteSession(path);
    this.#session.exec('PRAGMA query_only = ON');
    this.threadTurn = new Turn(Math.max(1, Math.min(MAX_THREADS, cores - 1)));
    this.#threads = new Array(Math.min(MAX_THREADS, cores)).fill(null);
  }

  all<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    const isQuick =
      this.#isQuick.get(sql) ?? !(this.#mayUseThread && this.#session.pageCount() > LARGE_PAGES);
    return isQuick ? this.#readHere(sql, params) : this.#readInThread(sql, params);
  }

  search<T>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.all<T>(sql, params);
  }

  /** One row is mostly looked up, so the first time need not be in a thread. */
  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    const isQuick = this.#isQuick.get(sql) ?? true;
    return (await (isQuick ? this.#readHere<T>(sql, params) : this.#readInThread<T>(sql, params)))[0];
  }

  async getEach<T>(sql: string, params: readonly (readonly unknown[])[]): Promise<(T | undefined)[]> {
    if (!this.#mayUseThread) return this.#session.getEach<T>(sql, params);
    const endTurn = await this.threadTurn.takeAll();
    try {
      const size = Math.ceil(params.length / this.#threads.length);
      const parts = this.#threads.map((_, n) =>
        this.#thread(n).getEach<T>(sql, params.slice(n * size, (n + 1) * size)),
      );
      return (await Promise.all(parts)).flat();
    } finally {
      endTurn();
    }
  }

  startThreads(): void {
    if (this.#mayUseThread) for (const n of this.#threads.keys()) this.#thread(n);
  }

  logFrames(): number {
    return this.#session.logFrames();
  }

  run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return this.#session.run(sql, params);
  }

  script(sql: string): Promise<void> {
    return this.#session.script(sql);
  }

  insert: Session['insert'] = (into, rows) => this.#session.insert(into, rows);

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread?.close()));
    this.#session.close();
  }

  #readHere<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const started = performance.now();
    const rows = this.#session.all<T>(sql, params);
    this.#note(sql, performance.now() - started);
    return rows;
  }

  async #readInThread<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const endTurn = await this.threadTurn.take();
    const idle = this.#threads.findIndex((thread) => !thread?.isBusy);
    try {
      const { rows, ms } = await this.#thread(idle).all<T>(sql, params);
      this.#note(sql, ms);
      return rows;
    } finally {
      endTurn();
    }
  }

  #thread(n: number): ReadThread {
    const thread = this.#threads[n] ?? new ReadThread(this.#path);
    this.#threads[n] = thread;
    return thread;
  }

  #note(sql: string, ms: number): void {
    const isQuick = ms <= LONG_MS || !this.#mayUseThread;
    if (this.#isQuick.get(sql) === isQuick) return;
    if (this.#isQuick.size >= MAX_KNOWN) this.#isQuick.clear();
    this.#isQuick.set(sql, isQuick);
  }
}
