import type { Job } from '../../data/orchestrations.ts';

/** What tells jobs of one name apart: for each key the params whose values differ among them, in words. */
export function differences(jobs: readonly Job[]): Map<string, string> {
  const byName = Map.groupBy(jobs, ({ name, kind }) => `${kind} ${name}`);
  const words = new Map<string, string>();
  for (const alike of byName.values()) {
    if (alike.length < 2) continue;
    const names = [...new Set(alike.flatMap(({ params }) => Object.keys(params)))].filter(
      (name) => new Set(alike.map(({ params }) => JSON.stringify(params[name]))).size > 1,
    );
    for (const { key, params } of alike)
      words.set(key, names.map((name) => `${name} ${shown(params[name])}`).join(', '));
  }
  return words;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}
