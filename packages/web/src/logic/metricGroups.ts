/** Metrics whose names begin alike. */
export interface MetricGroup {
  /** What is before the last `/` of each name; empty for names without one. */
  prefix: string;
  keys: string[];
}

const collator = new Intl.Collator('en', { numeric: true });

/** Metrics by prefix (`train/loss` is in `train`), those without one first; each in natural order. */
export function metricGroups(keys: readonly string[]): MetricGroup[] {
  const groups = Map.groupBy(keys.toSorted(collator.compare), prefixOf);
  return [...groups]
    .map(([prefix, own]) => ({ prefix, keys: own }))
    .sort((a, b) => collator.compare(a.prefix, b.prefix));
}

function prefixOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')));
}
