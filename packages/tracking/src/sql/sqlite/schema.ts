import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrreryError } from '@orrery/core';

/** The alembic revision of MLflow 3.17's tables, which are the ones Orrery makes. */
export const SCHEMA_REVISION = 'dc11669786a5';

/**
 * Makes MLflow's tables in a new SQLite file, or checks that an existing one has them.
 *
 * @param artifactRoot where the default experiment of a new database keeps its artifacts
 * @throws OrreryError INVALID_STATE when the file is no database of a known schema
 */
export function prepareSqlite(path: string, artifactRoot: string): void {
  if (!existsSync(path)) mkdirSync(dirname(path), { recursive: true });
  const db = open(path);
  try {
    const tables = tableNames(db, path);
    if (tables.size === 0) create(db, artifactRoot);
    else check(db, tables, path);
  } finally {
    db.close();
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 5000 });
  } catch (error) {
    throw new OrreryError('INVALID_STATE', `Cannot open ${path}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

function tableNames(db: DatabaseSync, path: string): Set<string> {
  try {
    const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return new Set(rows.map((row) => String(row.name)));
  } catch (error) {
    const message = `${path} is not an SQLite database (${(error as Error).message}). Move it away, or name another with --backend-store-uri.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}

function check(db: DatabaseSync, tables: Set<string>, path: string): void {
  const revision = tables.has('alembic_version')
    ? db.prepare('SELECT version_num FROM alembic_version').get()?.version_num
    : undefined;
  if (revision === SCHEMA_REVISION && tables.has('latest_metrics')) return;
  throw new OrreryError(
    'INVALID_STATE',
    `The tracking database ${path} has ${revision ? `schema revision '${revision}'` : 'no MLflow schema revision'}, ` +
      `but this Orrery knows '${SCHEMA_REVISION}' (MLflow 3.17). If an older MLflow made it, back it up and run ` +
      '`mlflow db upgrade`; if a newer one did, update Orrery; else name another database with --backend-store-uri.',
  );
}

function create(db: DatabaseSync, artifactRoot: string): void {
  const now = Date.now();
  db.exec('BEGIN IMMEDIATE');
  db.exec(readFileSync(new URL('./schema.sql', import.meta.url), 'utf8'));
  db.prepare('INSERT INTO alembic_version (version_num) VALUES (?)').run(SCHEMA_REVISION);
  db.prepare('INSERT INTO workspaces (name, description) VALUES (?, ?)').run(
    'default',
    'Default workspace for legacy resources',
  );
  db.prepare(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
     VALUES (0, 'Default', ?, 'active', ?, ?, 'default')`,
  ).run(`${artifactRoot.replace(/\/$/, '')}/0`, now, now);
  db.exec('COMMIT');
}
