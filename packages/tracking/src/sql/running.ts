import type { Session } from '@orrery/database';

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
