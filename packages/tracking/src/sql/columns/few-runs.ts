import type { Session } from '@orrery/database';
import type { Comparison, OrderBy, SortValues } from '../../search/index.ts';
import type { RunColumnKind } from '../../store.ts';
import { countRuns, type StartedValue } from '../run-columns.ts';
import { type Column, compareListed, type Range } from './column.ts';
import type { ColumnCache } from './column-cache.ts';

/** To look at so many runs takes about as long as the rest of a search. */
const FEW = 1000;
/** To look up their values takes a tenth of that. */
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
 * @param orders what else it is ordered by follows
 * @param after the sort values of the row before the page: whether it holds nothing to sort by, what it holds, …
 * @param select reads up to `limit` rows among some runs, with their sort values as `k0`, `k1`, …
 */
export async function pageOfBest<R extends object>(
  session: Session,
  columns: ColumnCache,
  experimentId: number,
  orders: readonly OrderBy[],
  after: SortValues | null,
  limit: number,
  select: (runIds: string[]) => Promise<R[]>,
): Promise<R[] | null> {
  const [{ type, key, ascending }] = orders as [OrderBy];
  const kind = KINDS[type];
  const [rank, value] = after ?? [0];
  if (!kind || rank !== 0) return null;
  if (after && typeof value !== (kind === 'metrics' ? 'number' : 'string')) return null;
  const column = await columns.get(session, experimentId, kind, key);
  if (!column) return null;
  const areTiesListed = orders.length === 1;
  // A filter lets some of them through.
  for (const count of [limit, 8 * limit]) {
    const best = column.best(ascending, count, after && startedValue(after), areTiesListed);
    if (!best || best.length * 2 > column.size) return null;
    const rows = await select(best.map(({ runId }) => runId));
    const [row, last] = [rows.at(-1), best.at(-1)];
    if (rows.length < limit) {
      if (best.length < count && (await countRuns(session, experimentId, column.size + 1)) === column.size)
        return rows;
      continue;
    }
    if (!row || !last) return null;
    // What was written meanwhile may have moved runs behind others that were not looked at.
    return isBehind(row, last, ascending, areTiesListed) ? null : rows;
  }
  return null;
}

/** Of a row with the sort values of an order by one thing, or by it first. */
function startedValue([, value, , startTime, runId]: SortValues): StartedValue {
  return { value, startTime, runId } as StartedValue;
}

function isBehind(row: object, last: StartedValue, isAscending: boolean, areTiesListed: boolean): boolean {
  const { k0, k1, k2, k3, k4 } = row as Record<string, SortValues[number]>;
  const found = startedValue([k0, k1, k2, k3, k4] as SortValues);
  if (k0 !== 0) return true;
  if (found.value !== last.value) return isAscending ? found.value > last.value : found.value < last.value;
  return areTiesListed && compareListed(found, last) > 0;
}

function columnOf({ type, key }: Comparison): [RunColumnKind, string] | [null, ''] {
  const kind = KINDS[type];
  if (kind) return [kind, key];
  return type === 'attribute' && key === 'run_name' ? ['tags', 'mlflow.runName'] : [null, ''];
}
