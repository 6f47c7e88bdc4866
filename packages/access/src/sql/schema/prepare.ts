import { readFileSync } from 'node:fs';
import { OrreryError } from '@orrery/core';
import { type Session, tableNames } from '@orrery/database';

/** The alembic revision of MLflow 3.17's tables. */
const REVISION = 'f1a2b3c4d5e6';

const MLFLOW = new URL('./mlflow.sql', import.meta.url);
const OWN = new URL('./own.sql', import.meta.url);

/** Any number that no other program takes for its own. */
const LOCK = 7_140_373;

/**
 * Makes MLflow's tables of users where there are none, and Orrery's beside them.
 *
 * @param name the database, as messages call it
 * @throws OrreryError INVALID_STATE where another version of MLflow made the tables, with what to do
 */
export async function prepareAccessSchema(session: Session, name: string): Promise<void> {
  if (session.dialect === 'postgres') await session.get(`SELECT pg_advisory_xact_lock(${LOCK})`);
  const tables = await tableNames(session);
  if (!tables.has('users') && !tables.has('alembic_version_auth')) {
    await session.script(script(session, MLFLOW));
    await session.run('INSERT INTO alembic_version_auth (version_num) VALUES (?)', [REVISION]);
  }
  const revision = tables.has('users') && !tables.has('alembic_version_auth') ? null : await noted(session);
  if (revision !== REVISION)
    throw new OrreryError(
      'INVALID_STATE',
      `The database of users ${name} has ${revision ? `revision '${revision}'` : 'no revision'} of MLflow's basic-auth, ` +
        `but '${REVISION}' (3.17) is needed. If an older MLflow made it, back it up and run ` +
        '`python -m mlflow.server.auth db upgrade --url URL` with MLflow 3.17; else name another database_uri in the ' +
        'file of MLFLOW_AUTH_CONFIG_PATH.',
    );
  await session.script(script(session, OWN));
}

async function noted(session: Session): Promise<string | null> {
  const row = await session.get<{ version_num: string }>('SELECT version_num FROM alembic_version_auth');
  return row?.version_num ?? null;
}

function script({ dialect }: Session, file: URL): string {
  const text = readFileSync(file, 'utf8');
  return dialect === 'sqlite' ? text.replaceAll('SERIAL', 'INTEGER NOT NULL') : text;
}
