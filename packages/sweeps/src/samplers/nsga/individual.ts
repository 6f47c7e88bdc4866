import { constraintsOf, violation } from '../../constraints.ts';
import { dominates, toLosses } from '../../multiobjective/losses.ts';
import type { Direction, FrozenTrial } from '../../trial.ts';

/** A complete trial, as selection sees it. */
export interface Individual {
  trial: FrozenTrial;
  losses: number[];
  /** How far it breaks its constraints; 0 where it breaks none. */
  violation: number;
}

export function individualOf(trial: FrozenTrial, directions: readonly Direction[]): Individual {
  return {
    trial,
    losses: toLosses(trial.values as number[], directions),
    violation: violation(constraintsOf(trial)),
  };
}

/** Constrained domination (Deb et al., 2002): feasible before infeasible, then the smaller violation. */
export function isBetter(a: Individual, b: Individual): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  return dominates(a.losses, b.losses);
}
