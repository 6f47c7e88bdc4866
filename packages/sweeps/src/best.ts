import { constraintsOf, isFeasible } from './constraints.ts';
import type { Direction, FrozenTrial } from './trial.ts';

/** The complete trial with the best value that keeps its constraints, the earliest of several, or null. */
export function bestOf(trials: readonly FrozenTrial[], direction: Direction): FrozenTrial | null {
  const sign = direction === 'maximize' ? -1 : 1;
  let best: FrozenTrial | null = null;
  for (const trial of trials) {
    const value = trial.values?.[0];
    if (trial.state !== 'COMPLETE' || value === undefined || Number.isNaN(value)) continue;
    if (best && !(sign * value < sign * (best.values?.[0] as number))) continue;
    if (isFeasible(constraintsOf(trial))) best = trial;
  }
  return best;
}
