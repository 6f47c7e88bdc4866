import { invalid } from '@orrery/core';
import type { Direction, FrozenTrial } from '../trial.ts';
import type { ImprovementEvaluator } from './evaluators.ts';

/** How many more complete trials are given to find a better value, when there was none for so many. */
export class BestValueStagnation implements ImprovementEvaluator {
  readonly #most: number;

  /** @throws OrreryError for a negative number */
  constructor(maxStagnationTrials = 30) {
    if (!(maxStagnationTrials >= 0))
      throw invalid(`maxStagnationTrials=${maxStagnationTrials} must not be negative.`);
    this.#most = maxStagnationTrials;
  }

  evaluate(trials: readonly FrozenTrial[], direction: Direction): number {
    const sign = direction === 'maximize' ? -1 : 1;
    let best = Number.POSITIVE_INFINITY;
    let since = 0;
    for (const { state, values } of trials) {
      if (state !== 'COMPLETE' || !values) continue;
      const loss = sign * (values[0] as number);
      since = loss < best ? 0 : since + 1;
      best = Math.min(best, loss);
    }
    return this.#most - since;
  }
}
