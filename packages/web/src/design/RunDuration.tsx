import { type Run, runDuration } from '../data/model.ts';
import { useNow } from '../data/useNow.ts';
import { formatDuration } from '../logic/format.ts';

/** How long a run took; of a running one it counts on. */
export function RunDuration({ run }: { run: Pick<Run, 'startTime' | 'endTime' | 'status'> }) {
  const now = useNow(run.status === 'RUNNING' ? 1000 : 3_600_000);
  const ms = runDuration(run, now);
  return <span className="figures text-small">{ms === null ? '–' : formatDuration(ms)}</span>;
}
