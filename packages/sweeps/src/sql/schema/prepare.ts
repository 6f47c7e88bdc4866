import { readFileSync } from 'node:fs';
import { OrreryError } from '@orrery/core';
import { type Session, schemaRevision, tableNames } from '@orrery/database';

/** The alembic revision of what Optuna 3.2 to 5.0 write. */
export const STUDY_SCHEMA = 'v3.2.0.a';
const SCHEMA_VERSION = 12;
const OPTUNA_VERSION = '5.0.0';

/** Revisions of Optuna 0.9 to 3.1, whose tables lack something; `optuna storage upgrade` adds it. */
const OLDER = [
  'v0.9.0.a',
  'v1.2.0.a',
  'v1.3.0.a',
  'v2.4.0.a',
  'v2.6.0.a',
  'v3.0.0.a',
  'v3.0.0.b',
  'v3.0.0.c',
  'v3.0.0.d',
];

const SCRIPTS = {
  sqlite: new URL('./sqlite.sql', import.meta.url),
  postgres: new URL('./postgres.sql', import.meta.url),
};

/** Any number that no other program takes for its own. */
const LOCK = 7_140_372;

/**
 * Makes Optuna's tables in an empty database, or sees whether those that are there are of the schema that serves.
 *
 * @param name the database, as messages call it
 * @throws OrreryError INVALID_STATE when they are not, with what to do
 */
export async function prepareStudySchema(session: Session, name: string): Promise<void> {
  if (session.dialect === 'postgres') await session.get(`SELECT pg_advisory_xact_lock(${LOCK})`);
  const tables = await tableNames(session);
  const isEmpty =
    session.dialect === 'sqlite'
      ? tables.size === 0
      : !tables.has('alembic_version') && !tables.has('studies');
  if (isEmpty) return create(session);
  const revision = tables.has('alembic_version') ? await schemaRevision(session) : null;
  if (revision === STUDY_SCHEMA && tables.has('trials')) return;
  throw new OrreryError('INVALID_STATE', `The study database ${name} ${whyNot(revision, tables)}`);
}

async function create(session: Session): Promise<void> {
  await session.script(readFileSync(SCRIPTS[session.dialect], 'utf8'));
  await session.run(
    'INSERT INTO version_info (version_info_id, schema_version, library_version) VALUES (1, ?, ?)',
    [SCHEMA_VERSION, OPTUNA_VERSION],
  );
  await session.run('INSERT INTO alembic_version (version_num) VALUES (?)', [STUDY_SCHEMA]);
}

function whyNot(revision: string | null, tables: Set<string>): string {
  if (tables.has('experiments'))
    return "holds MLflow's tables. Optuna's need a database of their own: name another with --study-store-uri.";
  if ((revision !== null && OLDER.includes(revision)) || (revision === null && tables.has('studies')))
    return (
      `was made by an older Optuna (schema revision ${revision ? `'${revision}'` : 'unknown'}, while '${STUDY_SCHEMA}' ` +
      'is needed). Back it up, then run `optuna storage upgrade --storage URL` with Optuna 3.2 or newer.'
    );
  return (
    `has ${revision ? `schema revision '${revision}'` : 'no Optuna schema revision'}, but this Orrery knows ` +
    `'${STUDY_SCHEMA}' (Optuna 3.2 to 5.0). If a newer Optuna made it, update Orrery; else name another database with --study-store-uri.`
  );
}
