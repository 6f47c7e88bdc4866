import type { Session } from '../session.ts';
import { ReadThread } from './read-thread.ts';
import { SqliteSession } from './session.ts';
import { Turn } from './turn.ts';

/** A statement that takes longer, in milliseconds, is read by the thread the next time. */
const LONG_MS = 10;
const MAX_LONG = 200;

/**
 * Reads of one SQLite file: at once where that is quick. Where it was not the last time, a thread reads, if one may, so
 * that a long search holds up neither writes nor other reads. The thread starts with the first of them.
 */
export class SqliteReader implements Session {
  readonly dialect = 'sqlite';
  /** Of the reads of the thread; who has it keeps the thread from reading. */
  readonly threadTurn = new Turn();
  readonly #path: string;
  readonly #mayUseThread: boolean;
  readonly #session: SqliteSession;
  readonly #long = new Set<string>();
  #thread: ReadThread | null = null;

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

  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0];
  }

  run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return this.#session.run(sql, params);
  }

  script(sql: string): Promise<void> {
    return this.#session.script(sql);
  }

  insert: Session['insert'] = (into, rows) => this.#session.insert(into, rows);

  async close(): Promise<void> {
    await this.#thread?.close();
    this.#session.close();
  }

  async #readInThread<T>(sql: string, params: readonly unknown[]): Promise<T[]> {
    const endTurn = await this.threadTurn.take();
    try {
      this.#thread ??= new ReadThread(this.#path);
      const { rows, ms } = await this.#thread.all<T>(sql, params);
      this.#note(sql, ms);
      return rows;
    } finally {
      endTurn();
    }
  }

  #note(sql: string, ms: number): void {
    if (ms <= LONG_MS || !this.#mayUseThread) this.#long.delete(sql);
    else {
      if (this.#long.size >= MAX_LONG) this.#long.clear();
      this.#long.add(sql);
    }
  }
}
