import type { Session } from '@orrery/database';

/** PostgreSQL counts rows as they are written, and tells about a second later. */
export async function countChanges(session: Session): Promise<number> {
  const row = await session.get<{ n: number }>(
    `SELECT CAST(sum(n_tup_ins + n_tup_upd + n_tup_del) AS BIGINT) AS n FROM pg_stat_user_tables
     WHERE schemaname = current_schema() AND relname LIKE ANY (ARRAY['stud%', 'trial%'])`,
  );
  return row?.n ?? 0;
}
