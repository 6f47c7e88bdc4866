import type { Session } from '@orrery/database';

/** Notes that a trial is alive, by the clock of the database, as Optuna does. */
export async function recordHeartbeat(session: Session, trialId: number): Promise<void> {
  await session.run(
    `INSERT INTO trial_heartbeats (trial_id, heartbeat) VALUES (?, CURRENT_TIMESTAMP)
     ON CONFLICT (trial_id) DO UPDATE SET heartbeat = excluded.heartbeat`,
    [trialId],
  );
}

/** RUNNING trials whose last heartbeat is longer ago. */
export async function findStaleTrials(
  session: Session,
  studyId: number,
  graceSeconds: number,
): Promise<number[]> {
  const age =
    session.dialect === 'sqlite'
      ? "strftime('%s', 'now') - strftime('%s', h.heartbeat)"
      : 'extract(epoch FROM CAST(CURRENT_TIMESTAMP AS timestamp) - h.heartbeat)';
  const rows = await session.all<{ trial_id: number }>(
    `SELECT t.trial_id FROM trials AS t JOIN trial_heartbeats AS h ON h.trial_id = t.trial_id
     WHERE t.study_id = ? AND t.state = 'RUNNING' AND ${age} > ? ORDER BY t.trial_id`,
    [studyId, graceSeconds],
  );
  return rows.map(({ trial_id }) => trial_id);
}
