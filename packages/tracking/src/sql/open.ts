import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { OrreryError } from '@orrery/core';
import type { StoreUri } from '../store-uri.ts';
import { prepareSchema } from './schema/prepare.ts';
import type { Database } from './session.ts';
import { SqliteDatabase } from './sqlite/database.ts';
import { SqliteSession } from './sqlite/session.ts';

/**
 * Opens a tracking database; an empty one gets MLflow's tables.
 *
 * @param artifactRoot where the default experiment of a new database keeps its artifacts
 * @throws OrreryError INVALID_STATE when it is no database of a schema that serves
 */
export async function openDatabase(uri: StoreUri, artifactRoot: string): Promise<Database> {
  if (uri.dialect === 'postgres') {
    const { PostgresDatabase } = await import('./postgres/database.ts');
    const database = new PostgresDatabase(uri.url);
    try {
      await database.write((session) => prepareSchema(session, uri.shown, artifactRoot));
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }
  if (!existsSync(uri.path)) mkdirSync(dirname(uri.path), { recursive: true });
  await inSqliteFile(uri.path, (session) => prepareSchema(session, uri.path, artifactRoot));
  return new SqliteDatabase(uri.path);
}

/** Works in a file as it stands, in one transaction: nothing else of it is changed. */
export async function inSqliteFile(
  path: string,
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
    const message = `Cannot use ${path} as an SQLite database (${(error as Error).message}). Make it readable and writable, move it away, or name another with --backend-store-uri.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  } finally {
    session?.close();
  }
}
