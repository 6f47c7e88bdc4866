import { OrreryError } from '@orrery/core';
import { readEnvironment, serverConfig } from '@orrery/server';
import { openStudyStore, type StudyRecord, type StudyStore } from '@orrery/sweeps';

/** Does something with the study store of this folder, and closes it. */
export async function withStore<T>(work: (store: StudyStore) => Promise<T>): Promise<T> {
  const store = await openStudyStore(serverConfig({}, readEnvironment()).studyDatabase);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * As `withStore`, with one study.
 *
 * @param name or its id; a name goes first
 * @throws OrreryError RESOURCE_DOES_NOT_EXIST where there is none
 */
export async function withStudy<T>(
  name: string,
  work: (store: StudyStore, study: StudyRecord) => Promise<T>,
): Promise<T> {
  return withStore(async (store) => {
    const found =
      (await store.findStudy(name)) ?? (/^\d+$/.test(name) ? await store.getStudy(Number(name)) : null);
    if (found) return work(store, found);
    throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `There is no study '${name}': see 'orrery sweep list'.`);
  });
}
