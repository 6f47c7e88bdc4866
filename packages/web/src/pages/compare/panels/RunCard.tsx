import type { Run } from '../../../data/model.ts';
import { RunDot } from '../../../design/RunDot.tsx';
import { formatNumber } from '../../../logic/format.ts';
import type { RunColumn } from '../../../logic/runColumn.ts';

/** A run that the pointer is over, with what a chart shows of it. */
export function RunCard({ run, columns }: { run: Run; columns: readonly (RunColumn | null)[] }) {
  return (
    <>
      <p className="flex items-center gap-1.5 font-medium">
        <RunDot runId={run.id} /> {run.name}
      </p>
      {columns.map((column) => {
        if (!column) return null;
        const value = column.categories ? null : column.value(run);
        return (
          <p key={column.id} className="flex justify-between gap-3 text-ink-2">
            <span className="truncate">{column.name}</span>
            <span className="figures">
              {value === null ? (column.text(run) ?? '–') : formatNumber(value, 5)}
            </span>
          </p>
        );
      })}
    </>
  );
}
