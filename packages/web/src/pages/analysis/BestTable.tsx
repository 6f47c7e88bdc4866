import { Num } from '../../design/Num.tsx';
import { type Direction, isBetter } from '../../logic/direction.ts';
import { useOpenFound } from './FindingsChart.tsx';
import { SourceMark } from './SourceMark.tsx';
import type { Found, Source } from './sources.ts';
import { TEXT } from './text.ts';

interface BestTableProps {
  picked: readonly Source[];
  found: readonly Found[];
  param: string;
  direction: Direction;
}

/** The best run or trial of each source, the best source first. */
export function BestTable({ picked, found, param, direction }: BestTableProps) {
  const open = useOpenFound();
  const rows = picked
    .map((source) => {
      const own = found.filter((item) => item.source.id === source.id);
      const best = own.reduce<Found | null>(
        (leader, item) => (leader === null || isBetter(item.y, leader.y, direction) ? item : leader),
        null,
      );
      return { source, best, count: own.length };
    })
    .sort((a, b) => {
      if (!a.best || !b.best) return Number(!a.best) - Number(!b.best);
      return isBetter(a.best.y, b.best.y, direction) ? -1 : 1;
    });
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead>
          <tr className="engraved text-left">
            {[TEXT.source, TEXT.best, param, TEXT.by, TEXT.count].map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`px-3 py-1.5 ${index === 1 || index === 2 || index === 4 ? 'text-right' : ''}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, best, count }, index) => (
            <tr key={source.id} className="border-line border-t">
              <th scope="row" className="px-3 py-1 text-left font-normal">
                <span className="flex min-w-0 items-center gap-2">
                  <SourceMark source={source} /> <span className="truncate">{source.name}</span>
                  <span className="text-ink-3 text-small">{source.kind}</span>
                </span>
              </th>
              <td className="px-3 py-1 text-right">
                {best && <Num value={best.y} className={index === 0 ? 'font-semibold text-brass' : ''} />}
              </td>
              <td className="px-3 py-1 text-right">
                {best && (typeof best.x === 'number' ? <Num value={best.x} /> : best.x)}
              </td>
              <td className="px-3 py-1">
                {best && (
                  <button
                    type="button"
                    className="whitespace-nowrap hover:underline"
                    onClick={() => open(best)}
                  >
                    {best.label}
                  </button>
                )}
              </td>
              <td className="figures px-3 py-1 text-right text-small">{count.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
