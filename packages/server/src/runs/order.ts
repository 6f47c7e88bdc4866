import { invalid } from '@orrery/core';
import type { Cell, RunTable } from './run-table.ts';

export interface OrderKey {
  column: string;
  descending: boolean;
}

const MOST_COLLATED = 5000;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `-metrics.loss` is downwards by `metrics.loss`. */
export function parseOrder(clauses: readonly string[]): OrderKey[] {
  return clauses.map((clause) => {
    const descending = clause.startsWith('-');
    const column = descending ? clause.slice(1) : clause;
    if (column === '') throw invalid('An order has to name a column.');
    return { column, descending };
  });
}

/** Places in the order asked for, then newest first, then by id. What has no value, or NaN, is last either way. */
export async function sortPlaces(
  table: RunTable,
  places: Uint32Array,
  order: readonly OrderKey[],
): Promise<Uint32Array> {
  const keys = await Promise.all(
    order.map(async ({ column, descending }) => ({
      rank: ranks(await table.column(column)),
      sign: descending ? -1 : 1,
    })),
  );
  const start = ranks(await table.column('attributes.start_time'));
  keys.push({ rank: start, sign: -1 });
  const { infos } = table;
  return places.sort((a, b) => {
    for (const { rank, sign } of keys) {
      const [x, y] = [rank[a] as number, rank[b] as number];
      if (x === y) continue;
      if (Number.isNaN(x)) {
        if (Number.isNaN(y)) continue;
        return 1;
      }
      return Number.isNaN(y) ? -1 : sign * (x - y);
    }
    return (infos[a]?.runId ?? '') < (infos[b]?.runId ?? '') ? -1 : 1;
  });
}

/** Numbers that sort as the cells do: figures as figures, other texts as people sort them; NaN for no value. */
export function ranks(cells: readonly Cell[]): Float64Array {
  const ranked = new Float64Array(cells.length).fill(Number.NaN);
  if (!fill(ranked, cells, asNumber)) {
    const distinct = [...new Set(cells)].filter((cell) => cell !== undefined).map(String);
    // The collator takes a second for fifty thousand.
    distinct.sort(distinct.length > MOST_COLLATED ? undefined : collator.compare);
    const places = new Map(distinct.map((text, place) => [text, place]));
    fill(ranked, cells, (cell) => places.get(String(cell)));
  }
  return ranked;
}

/** Whether every cell that there is has a number. */
function fill(
  into: Float64Array,
  cells: readonly Cell[],
  number: (cell: number | string) => number | undefined,
): boolean {
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place];
    if (cell === undefined) continue;
    const found = number(cell);
    if (found === undefined) return false;
    into[place] = found;
  }
  return true;
}

/** The number that a cell is or writes; undefined for any other text. */
export function asNumber(cell: Cell): number | undefined {
  if (typeof cell !== 'string') return cell;
  const number = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : undefined;
}
