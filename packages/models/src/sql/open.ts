import { columnNames, type Database, tableNames } from '@orrery/tracking/sql';
import { withoutWorkspaces } from './older.ts';
import { SqlModelRegistry } from './registry.ts';

/** The model registry of a database, which an older MLflow may have made. */
export async function openModelRegistry(database: Database): Promise<SqlModelRegistry> {
  const [columns, tables] = await database.read(async (session) => [
    await columnNames(session, 'registered_models'),
    await tableNames(session),
  ]);
  const own = columns.has('workspace') ? database : withoutWorkspaces(database);
  return new SqlModelRegistry(own, tables.has('webhooks'));
}
