import { useNow } from '../data/useNow.ts';
import { formatExact, formatRelative } from '../logic/format.ts';

/** A moment as people say it; the exact one, in the reader's zone, on hover. */
export function When({ time }: { time: number | null }) {
  const now = useNow();
  if (time === null) return <span className="text-ink-3">–</span>;
  return (
    <time dateTime={new Date(time).toISOString()} title={formatExact(time)} className="whitespace-nowrap">
      {formatRelative(time, now)}
    </time>
  );
}
