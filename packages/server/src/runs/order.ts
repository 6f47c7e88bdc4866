import { invalid } from '@orrery/core';
import type { RunTable } from './run-table.ts';

export interface OrderKey {
  column: string;
  descending: boolean;
}

/** `-metrics.loss` is downwards by `metrics.loss`. */
export function parseOrder(clauses: readonly string[]): OrderKey[] {
  return clauses.map((clause) => {
    const descending = clause.startsWith('-');
    const column = descending ? clause.slice(1) : clause;
    if (column === '') throw invalid('An order has to name a column.');
    return { column, descending };
  });
}

/** Places newest first, then by id; soonest where most are in that order already. */
export async function newestFirst(table: RunTable, places: number[]): Promise<Uint32Array> {
  const start = await table.ranks('attributes.start_time');
  const { infos } = table;
  // Unlike that of a typed array, the sort of an array makes use of what is in order.
  places.sort((a, b) => {
    const [x, y] = [start[a] as number, start[b] as number];
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return behind(x, y, -1);
    return (infos[a]?.runId ?? '') < (infos[b]?.runId ?? '') ? -1 : 1;
  });
  return Uint32Array.from(places);
}

/** Sorts places as asked for; equal ones keep their order. What has no value, or NaN, is last either way. */
export async function sortPlaces(
  table: RunTable,
  places: Uint32Array,
  order: readonly OrderKey[],
): Promise<Uint32Array> {
  const keys = await Promise.all(
    order.map(async ({ column, descending }) => ({
      rank: await table.ranks(column),
      sign: descending ? -1 : 1,
    })),
  );
  return places.sort((a, b) => {
    for (const { rank, sign } of keys) {
      const [x, y] = [rank[a] as number, rank[b] as number];
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return behind(x, y, sign);
    }
    return 0;
  });
}

function behind(x: number, y: number, sign: number): number {
  if (Number.isNaN(x)) return 1;
  return Number.isNaN(y) ? -1 : sign * (x - y);
}
