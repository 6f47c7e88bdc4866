import type { Importance } from '../data/importance.ts';

/** How much params matter, as bars. */
export function ImportanceBars({ importances }: { importances: readonly Importance[] }) {
  const most = Math.max(...importances.map(({ importance }) => importance), 1e-12);
  return (
    <dl className="flex flex-col gap-1 px-3 py-2">
      {importances.map(({ param, importance }) => (
        <div key={param} className="grid grid-cols-[minmax(0,7rem)_1fr_3rem] items-center gap-2">
          <dt className="truncate" title={param}>
            {param}
          </dt>
          <dd className="contents">
            <span aria-hidden="true" className="h-2 bg-muted-wash">
              <span
                className="block h-full bg-(--verdigris)"
                style={{ width: `${(100 * importance) / most}%` }}
              />
            </span>
            <span className="figures text-right text-small">{importance.toFixed(2)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
