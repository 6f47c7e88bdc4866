import { availableParallelism } from 'node:os';
import type { Session } from '../session.ts';
import { ReadThread } from './read-thread.ts';
import { SqliteSession } from './session.ts';
import { Turn } from './turn.ts';

/** A statement that takes longer, in milliseconds, is read by the thread the next time. */
const LONG_MS = 10;
const MAX_LONG = 200;
/** Threads that read at once what can be read in parts. */
const MAX_THREADS = Math.min(2, availableParallelism());

/**
 * Reads of one SQLite file: at once where that is quick. Where it was not the last time, a thread reads, if one may, so
 * that a long search holds up neither writes nor other reads. The thread starts with the first of them, and one more with
 * the first that can be read in parts, or both before, where they are expected.
 */
export class SqliteReader implements Session {
  readonly dialect = 'sqlite';
  /** Of the reads of the threads; who has it keeps them from reading. */
  readonly threadTurn = new Turn();
  readonly #path: string;
  readonly #mayUseThread: boolean;
  readonly #session: SqliteSession;
  readonly #long = new Set<string>();
  readonly #threads: ReadThread[] = [];

  constructor(path: string, mayUseThread: boolean) {
    this.#path = path;
    this.#mayUseThread = mayUseThread;
    this.#session = new SqliteSession(path);
    this.#session.exec('PRAGMA query_only = ON');
  }

  all<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    if (this.#long.has(sql)) return this.#readInThread(sql, params);
    const started = performance.now();
    const rows = this.#session.all<T>(sql, params);
    this.#note(sql, performance.now() - started);
    return rows;
  }

  search<T>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.all<T>(sql, params);
  }

  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0];
  }

  async getEach<T>(sql: string, params: readonly (readonly unknown[])[]): Promise<(T | undefined)[]> {
    if (!this.#mayUseThread) return this.#session.getEach<T>(sql, params);
    const endTurn = await this.threadTurn.take();
    try {
      const size = Math.ceil(params.length / MAX_THREADS);
      const parts = Array.from({ length: MAX_THREADS }, (_, n) =>
        this.#thread(n).getEach<T>(sql, params.slice(n * size, (n + 1) * size)),
      );
      return (await Promise.all(parts)).flat();
    } finally {
      endTurn();
    }
  }

  startThreads(): void {
    if (this.#mayUseThread) for (let n = 0; n < MAX_THREADS; n++) this.#thread(n);
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
    await Promise.all(this.#threads.map((thread) => thread.close()));
    this.#session.close();
  }

  async #readInThread<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const endTurn = await this.threadTurn.take();
    try {
      const { rows, ms } = await this.#thread(0).all<T>(sql, params);
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
    if (ms <= LONG_MS || !this.#mayUseThread) this.#long.delete(sql);
    else {
      if (this.#long.size >= MAX_LONG) this.#long.clear();
      this.#long.add(sql);
    }
  }
}
