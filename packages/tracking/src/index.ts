export { pythonSet } from './python-repr.ts';
export { SqliteDatabase } from './sql/sqlite/database.ts';
export { prepareSqlite, SCHEMA_REVISION } from './sql/sqlite/schema.ts';
export { SqlTrackingStore, type SqlTrackingStoreOptions } from './sql/store.ts';
export * from './store.ts';
export { invalidValue } from './validation.ts';
