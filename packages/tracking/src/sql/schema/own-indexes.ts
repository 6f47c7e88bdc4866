import type { Session } from '@orrery/database';

/**
 * Indexes beside MLflow's, which its programs and migrations neither need nor mind: runs of an experiment in the order in
 * which they are listed, so that a page takes the time of a page, however many runs there are.
 */
const INDEXES = {
  orrery_runs_in_order: 'runs (experiment_id, (start_time IS NULL), start_time DESC, run_uuid)',
};

/** Makes those that are missing; a migration that makes a table anew may drop them. */
export async function addOwnIndexes(session: Session): Promise<void> {
  const there = await indexNames(session);
  for (const [name, what] of Object.entries(INDEXES))
    if (!there.has(name)) await session.script(`CREATE INDEX ${name} ON ${what}`);
}

async function indexNames(session: Session): Promise<Set<string>> {
  const rows = await session.all<{ name: string }>(
    session.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'index'"
      : 'SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()',
  );
  return new Set(rows.map(({ name }) => name));
}
