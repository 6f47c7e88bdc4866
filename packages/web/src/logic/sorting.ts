const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export type SortValue = string | number | null | undefined;

/** Orders numbers as numbers and text naturally (`trial 2` before `trial 10`). */
export function compareValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** `-metrics.loss` in a URL means descending by `metrics.loss`. */
export function parseSort(text: string | undefined): { id: string; desc: boolean }[] {
  if (!text) return [];
  return text.startsWith('-') ? [{ id: text.slice(1), desc: true }] : [{ id: text, desc: false }];
}

export function formatSort(sorting: readonly { id: string; desc: boolean }[]): string | undefined {
  const first = sorting[0];
  return first && `${first.desc ? '-' : ''}${first.id}`;
}
