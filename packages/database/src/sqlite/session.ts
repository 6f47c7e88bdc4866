import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { toInt64 } from '@orrery/core';
import type { Insert, Session } from '../session.ts';

const MAX_STATEMENTS = 500;

interface Prepared {
  statement: StatementSync;
  /** Makes an object of a row; null before the statement was first asked for rows. */
  toObject: ((row: unknown[]) => object) | null;
}

/** One connection to an SQLite file, with its prepared statements. */
export class SqliteSession implements Session {
  readonly dialect = 'sqlite';
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  readonly #inserts = new WeakMap<Insert, string>();

  /** @param timeout how long to wait for another program's lock, in milliseconds */
  constructor(path: string, timeout = 50) {
    this.#db = new DatabaseSync(path, { timeout });
    this.#db.exec('PRAGMA foreign_keys = ON; PRAGMA case_sensitive_like = ON; PRAGMA cache_size = -16000;');
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  /** Changes when another connection has committed. */
  dataVersion(): number {
    return this.#arrays(this.#prepare('PRAGMA data_version').statement, [])[0]?.[0] as number;
  }

  pageCount(): number {
    return this.#arrays(this.#prepare('PRAGMA page_count').statement, [])[0]?.[0] as number;
  }

  /** How many frames the log has; its file may be longer. */
  logFrames(): number {
    return this.#arrays(this.#prepare('PRAGMA wal_checkpoint(NOOP)').statement, [])[0]?.[1] as number;
  }

  exec(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  async all<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return this.#rows(this.#prepare(sql), params) as T[];
  }

  /** SQLite's plans do not depend on parameters. */
  search<T>(sql: string, params?: readonly unknown[]): Promise<T[]> {
    return this.all<T>(sql, params);
  }

  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return this.#rows(this.#prepare(sql), params)[0] as T | undefined;
  }

  async getEach<T>(sql: string, params: readonly (readonly unknown[])[]): Promise<(T | undefined)[]> {
    const prepared = this.#prepare(sql);
    return params.map((some) => this.#rows(prepared, some)[0] as T | undefined);
  }

  async run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return Number(this.#prepare(sql).statement.run(...(params as [])).changes);
  }

  async script(sql: string): Promise<void> {
    this.#db.exec(sql);
  }

  /** Row by row, which takes SQLite half the time of statements with many rows. */
  async insert(into: Insert, rows: readonly (readonly unknown[])[]): Promise<number> {
    let sql = this.#inserts.get(into);
    if (sql === undefined) {
      sql = insertText(into);
      this.#inserts.set(into, sql);
    }
    const { statement } = this.#prepare(sql);
    let added = 0;
    for (const row of rows) added += Number(statement.run(...(row as [])).changes);
    return added;
  }

  close(): void {
    this.#db.close();
  }

  /** The rows as they come from SQLite, with the names of their columns. */
  arrays(sql: string, params: readonly unknown[]): { names: string[]; rows: unknown[][] } {
    const { statement } = this.#prepare(sql);
    return { names: columnNames(statement), rows: this.#arrays(statement, params) };
  }

  /** Numbers for integers, which is fast; read again as bigints where one of them would not be exact. */
  #rows(prepared: Prepared, params: readonly unknown[]): object[] {
    const { statement } = prepared;
    prepared.toObject ??= objectMaker(columnNames(statement));
    return this.#arrays(statement, params).map(prepared.toObject);
  }

  #arrays(statement: StatementSync, params: readonly unknown[]): unknown[][] {
    try {
      return statement.all(...(params as [])) as unknown as unknown[][];
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_OUT_OF_RANGE') throw error;
    }
    statement.setReadBigInts(true);
    try {
      const rows = statement.all(...(params as [])) as unknown as unknown[][];
      return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? toInt64(value) : value)));
    } finally {
      statement.setReadBigInts(false);
    }
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      prepared = { statement: this.#db.prepare(sql), toObject: null };
      prepared.statement.setReturnArrays(true);
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      this.#statements.set(sql, prepared);
    }
    return prepared;
  }
}

function columnNames(statement: StatementSync): string[] {
  return statement.columns().map(({ name }) => name);
}

/** Compiled once a statement: three times as fast as the objects that SQLite's binding makes. */
export function objectMaker(names: string[]): (row: unknown[]) => object {
  const fields = names.map((name, index) => `${JSON.stringify(name)}: row[${index}]`);
  return new Function('row', `return { ${fields.join(', ')} }`) as (row: unknown[]) => object;
}

function insertText({ table, columns, conflict }: Insert): string {
  const names = Object.keys(columns);
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ${conflict}`;
}
