import type { Session } from '@orrery/database';
import type { Comparison, OrderBy, SortValues } from '../../search/index.ts';
import type { RunColumnKind } from '../../store.ts';
import type { Column, Range } from './column.ts';
import type { ColumnCache } from './column-cache.ts';

/** To look at so many runs takes about as long as the rest of a search. */
const FEW = 1000;
/** To look up their cells takes a tenth of that. */
const FEW_TO_FILTER = 10 * FEW;
const KINDS: Partial<Record<OrderBy['type'], RunColumnKind>> = {
  metric: 'metrics',
  parameter: 'params',
  tag: 'tags',
};
const RANGES = ['=', '<', '<=', '>', '>='];

/** Outside of which runs of an experiment none passes a filter, where those are few; else null. */
export async function runsThatMayPass(
  session: Session,
  columns: ColumnCache,
  experimentId: number,
  comparisons: readonly Comparison[],
): Promise<string[] | null> {
  const ranges: { column: Column; range: Range; count: number }[] = [];
  for (const comparison of comparisons) {
    const [kind, key] = columnOf(comparison);
    if (kind === null || !RANGES.includes(comparison.comparator)) continue;
    const column = await columns.get(session, experimentId, kind, key);
    if (!column) return null;
    const range = column.range(comparison);
    if (range) ranges.push({ column, range, count: range[1] - range[0] });
  }
  const [fewest, ...others] = ranges.sort((a, b) => a.count - b.count);
  if (!fewest || fewest.count > (others.length > 0 ? FEW_TO_FILTER : FEW)) return null;
  const runIds = others.reduce(
    (passing, { column, range }) => column.among(passing, range),
    fewest.column.ids(fewest.range),
  );
  return runIds.length > FEW ? null : runIds;
}

/**
 * The rows of a page that is ordered by a metric, a param or a tag first, found among the runs with the best values; null
 * where those are not known to hold the page.
 *
 * @param after the sort values of the row before the page: whether it holds nothing to sort by, what it holds, …
 * @param select reads up to `limit` rows among some runs, with their sort values as `k0`, `k1`, …
 */
export async function pageOfBest<R extends object>(
  session: Session,
  columns: ColumnCache,
  experimentId: number,
  { type, key, ascending }: OrderBy,
  after: SortValues | null,
  limit: number,
  select: (runIds: string[]) => Promise<R[]>,
): Promise<R[] | null> {
  const kind = KINDS[type];
  const [rank, from = null] = (after ?? [0]) as [rank: unknown, from?: number | string | null];
  if (!kind || rank !== 0) return null;
  if (from !== null && typeof from !== (kind === 'metrics' ? 'number' : 'string')) return null;
  const column = await columns.get(session, experimentId, kind, key);
  if (!column) return null;
  // A filter lets some of them through.
  for (const count of [limit, 8 * limit]) {
    const best = column.best(ascending, count, from);
    if (!best || best.ids.length * 2 > column.size) return null;
    const rows = await select(best.ids);
    if (rows.length < limit) continue;
    const { k0, k1 } = rows.at(-1) as { k0?: unknown; k1?: unknown };
    const [value, last] = [k1, best.last] as [number | string, number | string];
    // What was written meanwhile may have moved runs behind others that were not looked at.
    const isBehind = k0 !== 0 || (ascending ? value > last : value < last);
    return isBehind ? null : rows;
  }
  return null;
}

function columnOf({ type, key }: Comparison): [RunColumnKind, string] | [null, ''] {
  const kind = KINDS[type];
  if (kind) return [kind, key];
  return type === 'attribute' && key === 'run_name' ? ['tags', 'mlflow.runName'] : [null, ''];
}
