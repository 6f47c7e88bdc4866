import { constraintsOf, isFeasible } from '../constraints.ts';
import type { Direction, FrozenTrial } from '../trial.ts';
import { onFront } from './domination.ts';
import { toLosses } from './losses.ts';

/** The complete trials that no other complete one dominates; those that break a constraint are left out. */
export function paretoFront(trials: readonly FrozenTrial[], directions: readonly Direction[]): FrozenTrial[] {
  const complete = trials.filter(
    (trial) => trial.state === 'COMPLETE' && trial.values !== null && isFeasible(constraintsOf(trial)),
  );
  const front = onFront(complete.map(({ values }) => toLosses(values as number[], directions)));
  return complete.filter((_, index) => front[index]);
}
