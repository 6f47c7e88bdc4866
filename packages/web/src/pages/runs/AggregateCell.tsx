import type { Aggregate } from '../../data/rowModel.ts';
import { Num } from '../../design/Num.tsx';
import { formatDuration, formatNumber } from '../../logic/format.ts';

/** No value. */
export function Absent() {
  return <span className="text-line-strong">–</span>;
}

/** What a column holds over the runs of a group: the mean with the deviation, or what all of them hold. */
export function AggregateCell({ aggregate, column }: { aggregate: Aggregate | undefined; column: string }) {
  if (!aggregate || aggregate.count === 0 || TIMES.has(column)) return null;
  const { count, mean, deviation, min, max, value } = aggregate;
  if (value !== undefined && !column.startsWith('metrics.') && column !== DURATION)
    return <span className="truncate text-ink-2">{String(value)}</span>;
  if (mean === null || min === null || max === null) return <span className="text-ink-3">…</span>;
  if (column === DURATION)
    return <span className="figures text-small text-ink-2">{`ø ${formatDuration(mean)}`}</span>;
  const title = `mean of ${count}: ${mean}${deviation === null ? '' : ` ± ${deviation}`}, from ${min} to ${max}`;
  return (
    <span className="flex items-baseline gap-1" title={title}>
      <Num value={mean} />
      {deviation !== null && (
        <span className="figures text-ink-3 text-micro">±{formatNumber(deviation, 2)}</span>
      )}
    </span>
  );
}

const DURATION = 'attributes.duration';
const TIMES = new Set(['attributes.start_time', 'attributes.end_time', 'attributes.run_id']);
