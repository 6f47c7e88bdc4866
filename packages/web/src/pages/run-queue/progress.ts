import type { Job } from '../../data/orchestrations.ts';

/** Whether nothing more happens to a job or a manifest, unless it is asked for. */
export function isOver(status: string): boolean {
  return status !== 'RUNNING' && status !== 'QUEUED';
}

/** The colour of its bar. */
export function toneOf(status: string): 'moving' | 'done' | 'failed' {
  if (status === 'RUNNING' || status === 'QUEUED') return 'moving';
  return status === 'FAILED' || status === 'KILLED' ? 'failed' : 'done';
}

/** How far a job is, from 0 to 1; null where it does not say how far it goes. */
export function shareOf({ status, step, steps }: Job): number | null {
  if (status === 'QUEUED') return 0;
  if (steps !== null && steps > 0) return status === 'FINISHED' ? 1 : Math.min(1, step / steps);
  return isOver(status) ? 1 : null;
}

/** How long it took, or has taken by `now`; null where it has not begun. */
export function elapsed(
  { started_ms, ended_ms }: { started_ms: number | null; ended_ms: number | null },
  now: number,
): number | null {
  return started_ms === null ? null : Math.max(0, (ended_ms ?? now) - started_ms);
}
