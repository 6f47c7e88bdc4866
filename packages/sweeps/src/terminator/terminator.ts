import { invalid } from '@orrery/core';
import type { Direction, FrozenTrial } from '../trial.ts';
import type { ErrorEvaluator, ImprovementEvaluator } from './evaluators.ts';

export interface TerminatorOptions {
  improvement: ImprovementEvaluator;
  error: ErrorEvaluator;
  /** Trials that must be complete before it may say stop. */
  minTrials?: number;
}

/** Whether a study may end, and why; null for what was not asked yet. */
export interface Advice {
  stop: boolean;
  improvement: number | null;
  error: number | null;
}

/** Says stop when the best value may become better by less than what it is inexact by. */
export class Terminator {
  readonly #improvement: ImprovementEvaluator;
  readonly #error: ErrorEvaluator;
  readonly #minTrials: number;

  /** @throws OrreryError for options out of range */
  constructor({ improvement, error, minTrials = 20 }: TerminatorOptions) {
    if (!(minTrials > 0)) throw invalid(`minTrials=${minTrials} must be above 0.`);
    this.#improvement = improvement;
    this.#error = error;
    this.#minTrials = minTrials;
  }

  async advise(trials: readonly FrozenTrial[], direction: Direction): Promise<Advice> {
    const complete = trials.filter(({ state }) => state === 'COMPLETE').length;
    if (complete < this.#minTrials) return { stop: false, improvement: null, error: null };
    const error = await this.#error.evaluate(trials, direction);
    const improvement = await this.#improvement.evaluate(trials, direction);
    return { stop: improvement < error, improvement, error };
  }
}
