import { decodeColumns, encodeColumns } from './columnId.ts';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export type SortValue = string | number | null | undefined;

/** Orders numbers as numbers and text naturally (`trial 2` before `trial 10`). */
export function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** `-metrics.loss,params.lr` in a URL means descending by `metrics.loss`, then by `params.lr`. */
export function parseSort(text: string | undefined): { id: string; desc: boolean }[] {
  return decodeColumns(text ?? '').map((part) =>
    part.startsWith('-') ? { id: part.slice(1), desc: true } : { id: part, desc: false },
  );
}

export function formatSort(sorting: readonly { id: string; desc: boolean }[]): string | undefined {
  return encodeColumns(sorting.map(({ id, desc }) => `${desc ? '-' : ''}${id}`)) || undefined;
}

/**
 * What a press on a column's name makes of the sorting: first its usual direction, then the other, then none. With `add`
 * the columns that are sorted by already stay.
 */
export function toggleSort(
  sorting: readonly { id: string; desc: boolean }[],
  id: string,
  descFirst: boolean,
  add: boolean,
): { id: string; desc: boolean }[] {
  const known = sorting.find((sort) => sort.id === id);
  const next = known ? (known.desc === descFirst ? { id, desc: !descFirst } : null) : { id, desc: descFirst };
  if (!add) return next ? [next] : [];
  if (!known) return next ? [...sorting, next] : [...sorting];
  return sorting.flatMap((sort) => (sort.id === id ? (next ?? []) : sort));
}
