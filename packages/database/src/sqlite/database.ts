import { statSync } from 'node:fs';
import { schemaRevision } from '../catalog.ts';
import type { Database, DatabaseInfo, Session, WriteActivity } from '../session.ts';
import { GroupCommit } from './group-commit.ts';
import { SqliteReader } from './reader.ts';
import { SqliteSession } from './session.ts';

/** How long to wait for another program's lock while the file is opened, in milliseconds. */
const OPEN_MS = 5000;

/**
 * An SQLite file in WAL mode. A write is answered once it is committed and the log is synced. Reads go through
 * connections of their own and never wait for writes.
 */
export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite';
  readonly #path: string;
  readonly #writer: SqliteSession;
  readonly #reader: SqliteReader;
  readonly #writes: GroupCommit;

  /** @param readThread see `DatabaseRole` */
  constructor(path: string, readThread = false) {
    this.#path = path;
    this.#writer = new SqliteSession(path, OPEN_MS);
    this.#writer.exec('PRAGMA journal_mode = WAL');
    // The log is synced off the event loop, instead of by COMMIT on it, and checkpoints have a thread.
    this.#writer.exec('PRAGMA synchronous = NORMAL');
    this.#writer.exec('PRAGMA wal_autocheckpoint = 0');
    // Pages as they were before a savepoint would go to a file.
    this.#writer.exec('PRAGMA temp_store = MEMORY');
    // SQLite would wait for locks on the event loop.
    this.#writer.exec('PRAGMA busy_timeout = 0');
    this.#reader = new SqliteReader(path, readThread);
    this.#writes = new GroupCommit(path, this.#writer, this.#reader);
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return work(this.#reader);
  }

  write<T>(work: (session: Session) => Promise<T>, subject?: string): Promise<T> {
    return this.#writes.write({ work, subject, isFirst: false });
  }

  writeFirst<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#writes.write({ work, subject: undefined, isFirst: true });
  }

  onCommit(listener: (subject: string | undefined) => void): void {
    this.#writes.onCommit(listener);
  }

  expectLongReads(): void {
    this.#reader.startThreads();
  }

  async describe(): Promise<DatabaseInfo> {
    const bytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const schema = (await schemaRevision(this.#reader)) ?? '';
    return { schema, size: bytes(this.#path), walSize: bytes(`${this.#path}-wal`) };
  }

  activity(): WriteActivity {
    return this.#writes.activity();
  }

  /** The writer's own commits do not change it. */
  foreignChanges(): number {
    return this.#writer.dataVersion();
  }

  async close(): Promise<void> {
    await this.#writes.close();
    await this.#reader.close();
    this.#writer.close();
  }
}
