import type { Run } from '../../../data/model.ts';
import type { RunColumn } from '../../../logic/runColumn.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** Runs by what they have in a column, in its order; all in one group without one. Runs that lack it are left out. */
export function groupsOf(runs: readonly Run[], by: RunColumn | null): [name: string, runs: Run[]][] {
  if (!by) return [['all', [...runs]]];
  const holders = runs.filter((run) => by.text(run) !== null);
  return [...Map.groupBy(holders, (run) => by.text(run) as string)].sort(([a], [b]) =>
    collator.compare(a, b),
  );
}
