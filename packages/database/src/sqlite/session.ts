import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { toInt64 } from '@orrery/core';
import type { Insert, Session } from '../session.ts';

const MAX_STATEMENTS = 500;

/** One connection to an SQLite file, with its prepared statements. */
export class SqliteSession implements Session {
  readonly dialect = 'sqlite';
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #inserts = new WeakMap<Insert, string>();

  /** @param timeout how long to wait for another program's lock, in milliseconds */
  constructor(path: string, timeout = 50) {
    this.#db = new DatabaseSync(path, { timeout });
    this.#db.exec('PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -16000;');
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  exec(sql: string): void {
    this.#prepare(sql).run();
  }

  async all<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return this.#rows(this.#prepare(sql), params) as T[];
  }

  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return this.#rows(this.#prepare(sql), params)[0] as T | undefined;
  }

  async run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return Number(this.#prepare(sql).run(...(params as [])).changes);
  }

  async script(sql: string): Promise<void> {
    this.#db.exec(sql);
  }

  async insert(into: Insert, rows: readonly (readonly unknown[])[]): Promise<number> {
    if (rows.length === 0) return 0;
    let sql = this.#inserts.get(into);
    if (sql === undefined) {
      const names = Object.keys(into.columns);
      sql = `INSERT INTO ${into.table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ${into.conflict}`;
      this.#inserts.set(into, sql);
    }
    const statement = this.#prepare(sql);
    let added = 0;
    for (const row of rows) added += Number(statement.run(...(row as [])).changes);
    return added;
  }

  /** Changes with every commit of another connection. */
  dataVersion(): number {
    return Number(this.#prepare('PRAGMA data_version').get()?.data_version);
  }

  close(): void {
    this.#db.close();
  }

  /** Numbers for integers, which is fast; read again as bigints where one of them would not be exact. */
  #rows(statement: StatementSync, params: readonly unknown[]): object[] {
    try {
      return statement.all(...(params as []));
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_OUT_OF_RANGE') throw error;
    }
    statement.setReadBigInts(true);
    try {
      return statement
        .all(...(params as []))
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? toInt64(value) : value,
            ]),
          ),
        );
    } finally {
      statement.setReadBigInts(false);
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
