import { type DatabaseRole, openPrepared, type StoreUri } from '@orrery/database';
import { Access, type AccessOptions } from '../access.ts';
import { AccessDatabase } from './access-database.ts';
import { prepareAccessSchema } from './schema/prepare.ts';

const USERS: DatabaseRole = { name: 'database of users', flag: 'database_uri of MLFLOW_AUTH_CONFIG_PATH' };

/**
 * Opens a database of users; an empty one gets the tables of MLflow's basic-auth, which may use it at the same time.
 *
 * @throws OrreryError INVALID_STATE when it is no database of a schema that serves
 */
export async function openAccess(uri: StoreUri, options: AccessOptions): Promise<Access> {
  return new Access(new AccessDatabase(await openPrepared(uri, USERS, prepareAccessSchema)), options);
}
