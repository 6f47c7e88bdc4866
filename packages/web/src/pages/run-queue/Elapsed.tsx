import { useNow } from '../../data/useNow.ts';
import { formatDuration } from '../../logic/format.ts';
import { elapsed, isOver } from './progress.ts';

/** How long a job or a manifest takes; it counts on while that runs. */
export function Elapsed(of: { status: string; started_ms: number | null; ended_ms: number | null }) {
  const now = useNow(isOver(of.status) ? 3_600_000 : 1000);
  const known = !isOver(of.status) || of.ended_ms !== null;
  const ms = known ? elapsed(of, now) : null;
  return <span className="figures text-small">{ms === null ? '–' : formatDuration(ms)}</span>;
}
