import { setTimeout as sleep } from 'node:timers/promises';
import { invalid, OrreryError, toInt64 } from '@orrery/core';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { schemaRevision } from '../catalog.ts';
import type { DatabaseRole } from '../open.ts';
import type { Database, DatabaseInfo, DatabaseServer, Session, WriteActivity } from '../session.ts';
import { gather, PostgresSession } from './session.ts';

const MAX_CONNECTIONS = 16;
const MAX_TRIES = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** Two transactions that could not both be done: the second is done again, and sees the first. */
const REPEATED = new Set(['23505', '40001', '40P01']);
const INT8 = 20;

/** A PostgreSQL database. Its server groups commits, so that each write is a transaction of its own. */
export class PostgresDatabase implements Database {
  readonly dialect = 'postgres';
  readonly #pool: pg.Pool;
  readonly #role: DatabaseRole;
  #commits = 0;

  /** @param uri `postgresql://user:password@host:port/database?sslmode=…` */
  constructor(uri: string, role: DatabaseRole) {
    this.#role = role;
    this.#pool = new pg.Pool(connectionOf(uri));
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => {
      client.query("SET synchronous_commit TO 'on'").catch(() => {});
    });
  }

  async read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    try {
      const value = await work(new PostgresSession(client));
      client.release();
      return value;
    } catch (error) {
      client.release(isOfConnection(error));
      throw describe(error);
    }
  }

  write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#repeat(work, []);
  }

  writeFirst<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#repeat(work, ['SET LOCAL synchronous_commit TO off']);
  }

  async #repeat<T>(work: (session: Session) => Promise<T>, settings: string[]): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#transaction(work, settings);
      } catch (error) {
        if (!REPEATED.has(codeOf(error)) || tries >= MAX_TRIES) throw describe(error);
      }
      await sleep(Math.random() * 2 ** tries);
    }
  }

  describe(): Promise<DatabaseInfo> {
    return this.read(async (session) => {
      const row = await session.get<DatabaseServer & { bytes: number }>(
        `SELECT pg_database_size(current_database()) AS bytes,
           CAST(extract(epoch FROM clock_timestamp()) * 1000 AS float8) AS clock,
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
           CAST(current_setting('max_connections') AS int) AS "maxConnections"`,
      );
      const { bytes = 0, ...server } = row ?? {};
      const schema = (await schemaRevision(session)) ?? '';
      return { schema, size: bytes, walSize: 0, server: server as DatabaseServer };
    });
  }

  /** Each write is a transaction of its own. */
  activity(): WriteActivity {
    return { commits: this.#commits, writes: this.#commits, waiting: this.#pool.waitingCount };
  }

  foreignChanges(): null {
    return null;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #transaction<T>(work: (session: Session) => Promise<T>, settings: string[]): Promise<T> {
    const client = await this.#connect();
    try {
      gather(client);
      const begun = Promise.all(['BEGIN', ...settings].map((sql) => client.query(sql)));
      begun.catch(() => {});
      const value = await work(new PostgresSession(client));
      await begun;
      await client.query('COMMIT');
      this.#commits++;
      client.release();
      return value;
    } catch (error) {
      const undone = await client.query('ROLLBACK').then(
        () => true,
        () => false,
      );
      client.release(!undone);
      throw error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      const message = `The ${this.#role.name} cannot be reached (${(error as Error).message}); nothing was read or written. Start PostgreSQL, or correct ${this.#role.flag}.`;
      throw new OrreryError('TEMPORARILY_UNAVAILABLE', message, { cause: error });
    }
  }
}

/** How to connect, for the driver. */
export function connectionOf(uri: string): pg.PoolConfig {
  return {
    ...parseIntoClientConfig(uri),
    max: MAX_CONNECTIONS,
    pipeline: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: ((type: number, format: 'text') =>
        type === INT8 ? toInt64 : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser,
    },
  };
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}

/** Errors of class 08 and 57P, and those of the socket, leave no usable connection. */
function isOfConnection(error: unknown): boolean {
  return /^(08|57P|E[A-Z]+$)/.test(codeOf(error)) || /^Connection terminated/.test((error as Error).message);
}

function describe(error: unknown): unknown {
  if (error instanceof OrreryError) return error;
  const code = codeOf(error);
  const message = (error as Error).message;
  const cause = { cause: error };
  if (code === '22021')
    return invalid('PostgreSQL stores no NUL character (U+0000) in text; nothing was written.');
  if (code === '22001')
    return invalid(`A value is too long for its column (${message}); nothing was written.`);
  if (code === '53100') {
    const full = 'The disk of PostgreSQL is full; nothing was written. Free some space and try again.';
    return new OrreryError('RESOURCE_EXHAUSTED', full, cause);
  }
  if (isOfConnection(error) || REPEATED.has(code)) {
    const why = `PostgreSQL did not take it (${message}). Try again.`;
    return new OrreryError('TEMPORARILY_UNAVAILABLE', why, cause);
  }
  return error;
}
