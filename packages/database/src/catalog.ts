import type { Session } from './session.ts';

/** The alembic revision of the tables, or null where none is noted. */
export async function schemaRevision(session: Session): Promise<string | null> {
  const row = await session.get<{ version_num: string }>('SELECT version_num FROM alembic_version');
  return row?.version_num ?? null;
}

export async function tableNames(session: Session, schema?: string): Promise<Set<string>> {
  const sql =
    session.dialect === 'sqlite'
      ? `SELECT name FROM ${schema ?? 'main'}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = ${schema ? `'${schema}'` : 'current_schema()'}`;
  const rows = await session.all<{ name: string }>(sql);
  return new Set(rows.map(({ name }) => name));
}

export async function columnNames(session: Session, table: string, schema?: string): Promise<Set<string>> {
  const sql =
    session.dialect === 'sqlite'
      ? `SELECT name FROM pragma_table_info(?, '${schema ?? 'main'}')`
      : `SELECT column_name AS name FROM information_schema.columns
         WHERE is_generated = 'NEVER' AND table_name = ? AND table_schema = ${schema ? `'${schema}'` : 'current_schema()'}`;
  const rows = await session.all<{ name: string }>(sql, [table]);
  return new Set(rows.map(({ name }) => name));
}
