export type { Database } from '@orrery/database';
export { pythonRepr, pythonSet } from './python-repr.ts';
export {
  findGarbage,
  type Garbage,
  type GarbageCriteria,
  type GarbageItem,
  purgeExperiment,
  purgeLoggedModel,
  purgeRun,
} from './sql/garbage.ts';
export { openDatabase } from './sql/open.ts';
export { countRuns, type LostExperiment, restoreExperiment, restoreRun } from './sql/restore.ts';
export {
  experimentsWithoutMetrics,
  experimentsWithoutPrimary,
  secondRuns,
  studiesOfRuns,
} from './sql/signs.ts';
export { SqlTrackingStore, type SqlTrackingStoreOptions } from './sql/store.ts';
export * from './store.ts';
export { invalidValue } from './validation.ts';
