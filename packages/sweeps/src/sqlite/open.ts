import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrreryError } from '@orrery/core';

/** What Optuna 4 and 5 write; older schemas need `optuna storage upgrade`. */
export const STUDY_SCHEMA = 'v3.2.0.a';
const SCHEMA_VERSION = 12;
const OPTUNA_VERSION = '5.0.0';

/**
 * Opens an SQLite file with Optuna's tables, or makes them in a new one.
 *
 * @throws OrreryError INVALID_STATE when the file is no database of a known schema
 */
export function openStudyDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path, { timeout: 20_000 });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    db.exec('BEGIN IMMEDIATE');
    const tables = new Set(
      db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .all()
        .map((row) => row.name),
    );
    if (tables.size === 0) create(db);
    else check(db, tables, path);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db.close();
    if (error instanceof OrreryError) throw error;
    const message = `Cannot use ${path} as a study store (${(error as Error).message}). Move it away or name another.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}

function create(db: DatabaseSync): void {
  db.exec(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'));
  db.prepare(
    'INSERT INTO version_info (version_info_id, schema_version, library_version) VALUES (1, ?, ?)',
  ).run(SCHEMA_VERSION, OPTUNA_VERSION);
  db.prepare('INSERT INTO alembic_version (version_num) VALUES (?)').run(STUDY_SCHEMA);
}

function check(db: DatabaseSync, tables: Set<unknown>, path: string): void {
  const revision = tables.has('alembic_version')
    ? db.prepare('SELECT version_num FROM alembic_version').get()?.version_num
    : undefined;
  if (revision === STUDY_SCHEMA && tables.has('trials')) return;
  throw new OrreryError(
    'INVALID_STATE',
    `The study database ${path} has ${revision ? `schema revision '${revision}'` : 'no Optuna schema revision'}, but this ` +
      `Orrery knows '${STUDY_SCHEMA}' (Optuna 4 and 5). If an older Optuna made it, back it up and run ` +
      '`optuna storage upgrade`; if a newer one did, update Orrery; else move it away.',
  );
}
