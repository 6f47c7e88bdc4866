import { invalid } from '@orrery/core';
import type { Direction, FrozenTrial } from '../trial.ts';
import { type ErrorEvaluator, type ImprovementEvaluator, improvementsOf } from './evaluators.ts';

export interface MedianErrorOptions {
  /** Trials at the beginning that do not count: many samplers draw them at random. */
  warmUpTrials?: number;
  /** Trials behind them that the median is of. */
  nInitialTrials?: number;
  /** The error as a share of the median. */
  thresholdRatio?: number;
}

/** Below every improvement. */
const NEVER = -(2 ** -1022);

/**
 * A share of the improvement that there was to come at first, by the evaluator that it is paired with. For one study:
 * what was worked out once stays, since the first trials do not change.
 */
export class MedianError implements ErrorEvaluator {
  readonly #improvement: ImprovementEvaluator;
  readonly #options: Required<MedianErrorOptions>;
  #threshold: number | null = null;

  /** @throws OrreryError for options out of range */
  constructor(improvement: ImprovementEvaluator, options: MedianErrorOptions = {}) {
    this.#improvement = improvement;
    this.#options = { warmUpTrials: 10, nInitialTrials: 20, thresholdRatio: 0.01, ...options };
    const { warmUpTrials, nInitialTrials, thresholdRatio } = this.#options;
    if (!(warmUpTrials >= 0)) throw invalid(`warmUpTrials=${warmUpTrials} must not be negative.`);
    if (!(nInitialTrials > 0)) throw invalid(`nInitialTrials=${nInitialTrials} must be above 0.`);
    if (!(thresholdRatio > 0 && Number.isFinite(thresholdRatio)))
      throw invalid(`thresholdRatio=${thresholdRatio} must be above 0.`);
  }

  async evaluate(trials: readonly FrozenTrial[], direction: Direction): Promise<number> {
    if (this.#threshold !== null) return this.#threshold;
    const { warmUpTrials, nInitialTrials, thresholdRatio } = this.#options;
    const complete = trials.filter(({ state }) => state === 'COMPLETE');
    if (complete.length < warmUpTrials + nInitialTrials) return NEVER;
    const first = complete.slice(warmUpTrials).slice(0, nInitialTrials);
    const lists = first.map((_, index) => first.slice(0, index + 1));
    const improvements = await improvementsOf(this.#improvement, lists, direction);
    const median = improvements.sort((a, b) => a - b)[improvements.length >> 1] as number;
    this.#threshold = Math.min(median * thresholdRatio, Number.MAX_VALUE);
    return this.#threshold;
  }
}
