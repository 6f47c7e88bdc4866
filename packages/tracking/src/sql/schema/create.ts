import { readFileSync } from 'node:fs';
import type { Session } from '@orrery/database';
import { appendToLocation } from '../../artifact-location.ts';
import { SCHEMA_REVISION } from './revisions.ts';

const SCRIPTS = {
  sqlite: new URL('./sqlite.sql', import.meta.url),
  postgres: new URL('./postgres.sql', import.meta.url),
};

/** MLflow's tables as SQL: the tables themselves, then what is laid over them (keys, indexes, triggers). */
export function schemaScript(dialect: Session['dialect']): [tables: string, rest: string] {
  const script = readFileSync(SCRIPTS[dialect], 'utf8');
  const cut = dialect === 'sqlite' ? -1 : script.search(/^ALTER TABLE ONLY \w+\n\s+ADD CONSTRAINT/m);
  return cut < 0 ? [script, ''] : [script.slice(0, cut), script.slice(cut)];
}

/**
 * Makes MLflow's tables, with the rows that a new database of MLflow's has.
 *
 * @param artifactRoot where the default experiment keeps its artifacts
 */
export async function createSchema(session: Session, artifactRoot: string): Promise<void> {
  for (const part of schemaScript(session.dialect)) await session.script(part);
  await addFirstRows(session);
  const now = Date.now();
  await session.run(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (0, 'Default', ?, 'active', ?, ?)`,
    [appendToLocation(artifactRoot, '0'), now, now],
  );
}

/** The rows without which MLflow does not take a database for its own. */
export async function addFirstRows(session: Session): Promise<void> {
  await session.run('INSERT INTO alembic_version (version_num) VALUES (?)', [SCHEMA_REVISION]);
  await session.run(
    `INSERT INTO workspaces (name, description) VALUES ('default', 'Default workspace for legacy resources')`,
  );
}
