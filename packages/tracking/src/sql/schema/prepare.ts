import { OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { createSchema } from './create.ts';
import { addOwnIndexes } from './own-indexes.ts';
import { SCHEMA_REVISION } from './revisions.ts';
import { schemaState } from './state.ts';

/** Any number that no other program takes for its own. */
const LOCK = 7_140_371;

/**
 * Makes MLflow's tables in an empty database, or sees whether those that are there serve; they only get indexes of our own.
 *
 * @param name the database, as messages call it
 * @throws OrreryError INVALID_STATE when they do not serve, with what to do
 */
export async function prepareSchema(session: Session, name: string, artifactRoot: string): Promise<void> {
  if (session.dialect === 'postgres') await session.get(`SELECT pg_advisory_xact_lock(${LOCK})`);
  const state = await schemaState(session);
  if (state.kind === 'empty') await createSchema(session, artifactRoot);
  if (state.kind === 'old') {
    throw new OrreryError(
      'INVALID_STATE',
      `The tracking database ${name} was made by an older MLflow (schema revision '${state.revision}'): it lacks ` +
        `${state.missing.join(', ')}. Stop what uses it and run \`orrery db upgrade\`, which makes a backup first.`,
    );
  }
  if (state.kind === 'unknown') throw unknownSchema(name, state.revision);
  await addOwnIndexes(session);
}

export function unknownSchema(name: string, revision: string | null): OrreryError {
  return new OrreryError(
    'INVALID_STATE',
    `The tracking database ${name} has ${revision ? `schema revision '${revision}'` : 'no MLflow schema revision'}, ` +
      `but this Orrery knows MLflow's up to '${SCHEMA_REVISION}' (3.17). If a newer MLflow made it, update Orrery; ` +
      'else name another database with --backend-store-uri.',
  );
}
