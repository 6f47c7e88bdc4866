import { columnNames, type Session, tableNames } from '@orrery/database';
import { promoteTraces } from './promote-traces.ts';

/** Tables of which a new database has its own rows. */
const OWN = new Set(['alembic_version', 'workspaces']);

/** Columns whose values are made out of other ones: SQL over a row `o` of the old table. */
const MADE: Record<string, Record<string, (from: string) => string>> = {
  assessments: {
    experiment_id: (from) => `(SELECT experiment_id FROM ${from}.trace_info WHERE request_id = o.trace_id)`,
    trace_timestamp_ms: (from) =>
      `(SELECT timestamp_ms FROM ${from}.trace_info WHERE request_id = o.trace_id)`,
  },
  jobs: { job_name: () => 'o.function_fullname' },
};

/** Copies into each new table the rows of the old one of that name, and fills what is new in them. */
export async function copyRows(session: Session, from: string, to: string): Promise<void> {
  const old = await tableNames(session, from);
  for (const table of await tableNames(session, to)) {
    if (!old.has(table) || OWN.has(table)) continue;
    const before = await columnNames(session, table, from);
    const pairs: [string, string][] = [];
    for (const name of await columnNames(session, table, to)) {
      const made = MADE[table]?.[name];
      if (before.has(name)) pairs.push([`"${name}"`, `o."${name}"`]);
      else if (made) pairs.push([`"${name}"`, made(from)]);
    }
    const [names, values] = [0, 1].map((index) => pairs.map((pair) => pair[index]).join(', '));
    await session.run(`INSERT INTO ${to}."${table}" (${names}) SELECT ${values} FROM ${from}."${table}" o`);
  }
  // Jobs that were waiting or running have no executor any more: MLflow's numbers for pending, running, canceled.
  if (old.has('jobs')) await session.run('UPDATE jobs SET status = 5 WHERE status IN (0, 1)');
  const traces = old.has('trace_info') && !(await columnNames(session, 'trace_info', from)).has('trace_name');
  if (traces) await promoteTraces(session, from);
}
