export { prepareSqlite, SCHEMA_REVISION } from './sql/schema.ts';
export { SqliteDatabase } from './sql/sqlite.ts';
export { SqlTrackingStore, type SqlTrackingStoreOptions } from './sql/store.ts';
export * from './store.ts';
export { invalidValue } from './validation.ts';
