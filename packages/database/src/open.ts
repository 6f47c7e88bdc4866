import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { OrreryError } from '@orrery/core';
import { fileHolders } from './file-holders.ts';
import { makeFolder } from './folder.ts';
import type { Database, Session } from './session.ts';
import { SqliteDatabase } from './sqlite/database.ts';
import { isBusy } from './sqlite/errors.ts';
import { SqliteSession } from './sqlite/session.ts';
import type { StoreUri } from './store-uri.ts';

/** What a database is for. */
export interface DatabaseRole {
  /** How messages speak of it, e.g. `tracking database`. */
  name: string;
  /** The flag that names another one. */
  flag: string;
  /**
   * Whether statements of a read that take long are read by a thread. Each statement then sees the last commit at its
   * own time, where else those of one read see the same.
   */
  readThread?: boolean;
}

/**
 * Opens a database, once `prepare` has made its tables or has seen that those that are there serve.
 *
 * @param prepare works in one transaction; gets the database's name for messages
 * @throws OrreryError INVALID_STATE when the database cannot be used
 */
export async function openPrepared(
  uri: StoreUri,
  role: DatabaseRole,
  prepare: (session: Session, name: string) => Promise<void>,
): Promise<Database> {
  if (uri.dialect === 'postgres') {
    const { PostgresDatabase } = await import('./postgres/database.ts');
    const database = new PostgresDatabase(uri.url, role);
    try {
      await database.write((session) => prepare(session, uri.shown));
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }
  if (!existsSync(uri.path)) makeFolder(dirname(uri.path));
  await inSqliteFile(uri.path, role, (session) => prepare(session, uri.path));
  return new SqliteDatabase(uri.path, role.readThread);
}

/** Works in a file as it stands, in one transaction: nothing else of it is changed. */
export async function inSqliteFile(
  path: string,
  role: DatabaseRole,
  work: (session: SqliteSession) => Promise<void>,
): Promise<void> {
  let session: SqliteSession | undefined;
  try {
    session = new SqliteSession(path, 5000);
    session.exec('BEGIN IMMEDIATE');
    await work(session);
    session.exec('COMMIT');
  } catch (error) {
    if (session?.inTransaction) session.exec('ROLLBACK');
    if (error instanceof OrreryError) throw error;
    if (isBusy(error)) {
      const holders = fileHolders(path).filter((holder) => !holder.startsWith(`pid ${process.pid} `));
      const who = holders.join(', ') || 'No program that can be seen from here has it open';
      throw new OrreryError(
        'INVALID_STATE',
        `Another program has held the lock of ${path} for five seconds: ${who}. End its transaction, or stop it.`,
        { cause: error },
      );
    }
    const message = `Cannot use ${path} as an SQLite database (${(error as Error).message}). Make it readable and writable, move it away, or name another ${role.name} with ${role.flag}.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  } finally {
    session?.close();
  }
}
