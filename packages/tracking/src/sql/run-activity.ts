import type { Session } from '@orrery/database';
import type { RunActivity } from '../store.ts';

interface Row {
  experiment_id: number;
  runs: number;
  running: number;
  began: number | null;
  ended: number | null;
}

/** How many runs each experiment has, by one pass over the runs. */
export async function runActivity(session: Session): Promise<RunActivity[]> {
  const rows = await session.all<Row>(
    `SELECT experiment_id, COUNT(*) AS runs, SUM(CASE WHEN status = 'RUNNING' THEN 1 ELSE 0 END) AS running,
       MAX(start_time) AS began, MAX(end_time) AS ended
     FROM runs WHERE lifecycle_stage = 'active' GROUP BY experiment_id`,
    [],
  );
  return rows.map(({ experiment_id, runs, running, began, ended }) => ({
    experimentId: String(experiment_id),
    runs: Number(runs),
    running: Number(running),
    lastTime: began === null && ended === null ? null : Math.max(Number(began), Number(ended)),
  }));
}
