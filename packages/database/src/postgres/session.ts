import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';
import type { Insert, Session } from '../session.ts';

const MAX_STATEMENTS = 500;

interface Statement {
  /** Of one that is prepared. */
  name?: string;
  text: string;
}

const names = new Map<string, Statement>();
const inserts = new WeakMap<Insert, string>();

/** One connection to PostgreSQL. */
export class PostgresSession implements Session {
  readonly dialect = 'postgres';
  readonly #client: ClientBase;

  constructor(client: ClientBase) {
    this.#client = client;
  }

  async all<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.#query(statement(sql), params)).rows as T[];
  }

  /** Under no name: PostgreSQL soon plans those with a name for any parameters. */
  async search<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    return (await this.#query({ text: numbered(sql) }, params)).rows as T[];
  }

  async get<T>(sql: string, params: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.#query(statement(sql), params)).rows[0] as T | undefined;
  }

  async getEach<T>(sql: string, params: readonly (readonly unknown[])[]): Promise<(T | undefined)[]> {
    const rows: (T | undefined)[] = [];
    for (const some of params) rows.push(await this.get<T>(sql, some));
    return rows;
  }

  async run(sql: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.#query(statement(sql), params)).rowCount ?? 0;
  }

  async script(sql: string): Promise<void> {
    await this.#client.query(sql);
  }

  /** One statement for all rows: a column of them is one array. */
  async insert(into: Insert, rows: readonly (readonly unknown[])[]): Promise<number> {
    if (rows.length === 0) return 0;
    let sql = inserts.get(into);
    const columns = Object.entries(into.columns);
    if (sql === undefined) {
      const arrays = columns.map(([, type]) => `?::${type}[]`).join(', ');
      sql = `INSERT INTO ${into.table} (${Object.keys(into.columns).join(', ')}) SELECT * FROM unnest(${arrays}) ${into.conflict}`;
      inserts.set(into, sql);
    }
    const arrays = columns.map((_, index) => rows.map((row) => parameter(row[index])));
    return (await this.#query(statement(sql), arrays)).rowCount ?? 0;
  }

  #query(statement: Statement, params: readonly unknown[]) {
    gather(this.#client);
    return this.#client.query({ ...statement, values: params.map(parameter) });
  }
}

/**
 * Has all that is sent before the event loop goes on leave in one piece: each piece wakes PostgreSQL, which may take the
 * processor from who sends the next.
 */
export function gather(client: ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Prepared once a connection under a name of its own; what is past the limit is not kept. */
function statement(sql: string): Statement {
  const known = names.get(sql);
  if (known) return known;
  const text = numbered(sql);
  if (names.size >= MAX_STATEMENTS) return { text };
  const named = { name: `orrery_${names.size}`, text };
  names.set(sql, named);
  return named;
}

function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

/** The driver writes -0 as 0. */
function parameter(value: unknown): unknown {
  return Object.is(value, -0) ? '-0' : value;
}
