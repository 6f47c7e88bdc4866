import type { RunInfo } from '@orrery/core';
import type { Session } from '@orrery/database';
import type { SilentRun } from '../store.ts';
import { toRunInfo } from './rows.ts';
import { findRun } from './runs.ts';
import { deleteTag, putTags } from './tags.ts';

export interface TaggedRun {
  runId: string;
  value: string;
}

/** The runs that are open and have a tag, with its value. */
export function runningWithTag(session: Session, key: string): Promise<TaggedRun[]> {
  return session.all<TaggedRun>(
    `SELECT t.run_uuid AS "runId", t.value FROM tags AS t JOIN runs AS r ON r.run_uuid = t.run_uuid
     WHERE t.key = ? AND r.status = 'RUNNING' AND r.lifecycle_stage = 'active'`,
    [key],
  );
}

/**
 * Closes a run as KILLED, all of it or nothing, if it is open and its sign of life is still the same.
 *
 * @returns the run, where it was closed
 */
export async function closeSilentRun(
  session: Session,
  { runId, key, value, reason, endTime }: SilentRun,
): Promise<RunInfo | null> {
  const silent = await session.run(
    `UPDATE runs SET status = 'KILLED', end_time = ? WHERE run_uuid = ? AND status = 'RUNNING'
       AND EXISTS (SELECT 1 FROM tags AS t WHERE t.run_uuid = runs.run_uuid AND t.key = ? AND t.value = ?)`,
    [endTime, runId, key, value],
  );
  if (silent === 0) return null;
  await putTags(session, runId, [reason]);
  await deleteTag(session, runId, key);
  return toRunInfo(await findRun(session, runId));
}
