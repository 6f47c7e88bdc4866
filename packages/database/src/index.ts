export { columnNames, schemaRevision, tableNames } from './catalog.ts';
export { fileHolders } from './file-holders.ts';
export { eachInTurns, mapInTurns, turns } from './in-turns.ts';
export { type DatabaseRole, inSqliteFile, openPrepared } from './open.ts';
export { joinPeers, type Peers } from './peers.ts';
export type {
  Database,
  DatabaseInfo,
  DatabaseServer,
  Dialect,
  Insert,
  Session,
  WriteActivity,
} from './session.ts';
export { SqliteSession } from './sqlite/session.ts';
export { parseStoreUri, type StoreUri } from './store-uri.ts';
