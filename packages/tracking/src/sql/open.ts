import { type Database, type DatabaseRole, openPrepared, type StoreUri } from '@orrery/database';
import { prepareSchema } from './schema/prepare.ts';

export const TRACKING: DatabaseRole = {
  name: 'tracking database',
  flag: '--backend-store-uri',
  readThread: true,
};

/**
 * Opens a tracking database; an empty one gets MLflow's tables.
 *
 * @param artifactRoot where the default experiment of a new database keeps its artifacts
 * @throws OrreryError INVALID_STATE when it is no database of a schema that serves
 */
export function openDatabase(uri: StoreUri, artifactRoot: string): Promise<Database> {
  return openPrepared(uri, TRACKING, (session, name) => prepareSchema(session, name, artifactRoot));
}
