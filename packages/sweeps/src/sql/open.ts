import { type DatabaseRole, openPrepared, type StoreUri } from '@orrery/database';
import type { StudyStore } from '../store.ts';
import { prepareStudySchema } from './schema/prepare.ts';
import { SqlStudyStore } from './store.ts';

const STUDIES: DatabaseRole = { name: 'study database', flag: '--study-store-uri' };

/**
 * Opens a study database; an empty one gets Optuna's tables. It may be Optuna's, and may be used by others at the same
 * time.
 *
 * @throws OrreryError INVALID_STATE when it is no database of a schema that serves
 */
export async function openStudyStore(uri: StoreUri): Promise<StudyStore> {
  return new SqlStudyStore(await openPrepared(uri, STUDIES, prepareStudySchema));
}
