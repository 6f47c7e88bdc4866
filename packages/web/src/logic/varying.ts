import type { Run } from '../data/model.ts';

/** The metric and param names whose values differ between runs; a name some runs lack differs too. */
export interface Varying {
  metrics: string[];
  params: string[];
}

/** Names logged by a run on the machine, not by the training code. */
export function isSystemMetric(key: string): boolean {
  return key.startsWith('system/');
}

/** Which metrics and params tell these runs apart, in order of first appearance. System metrics never do. */
export function varyingColumns(runs: readonly Run[]): Varying {
  return {
    metrics: varyingKeys(
      runs,
      (run) => run.metrics,
      (metric) => metric.value,
    ).filter((key) => !isSystemMetric(key)),
    params: varyingKeys(
      runs,
      (run) => run.params,
      (value) => value,
    ),
  };
}

function varyingKeys<V>(
  runs: readonly Run[],
  pick: (run: Run) => Readonly<Record<string, V>>,
  identity: (value: V) => unknown,
): string[] {
  const seen = new Map<string, { first: unknown; count: number; differs: boolean }>();
  let holders = 0;
  for (const run of runs) {
    const entries = Object.entries(pick(run));
    if (entries.length > 0) holders += 1;
    for (const [key, value] of entries) {
      const known = seen.get(key);
      const now = identity(value);
      if (!known) seen.set(key, { first: now, count: 1, differs: false });
      else {
        known.count += 1;
        known.differs ||= !Object.is(known.first, now);
      }
    }
  }
  return [...seen]
    .filter(([, state]) => holders === 1 || state.differs || state.count < holders)
    .map(([key]) => key);
}
