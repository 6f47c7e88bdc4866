import { invalid } from '@orrery/core';
import { eachInThread } from '../thread/thread.ts';
import type { Direction, FrozenTrial } from '../trial.ts';
import type { ImprovementEvaluator } from './evaluators.ts';
import { type RegretProblem, sharedSpace } from './regret-problem.ts';

export interface RegretBoundOptions {
  /** The share of the best trials that it goes by. */
  topTrialsRatio?: number;
  /** Trials that it goes by at least. */
  minTrials?: number;
  /** Trials that it goes by at most: the time grows with their cube. Optuna has no such limit. */
  maxTrials?: number;
  seed?: number;
}

/** A bound on how much better the objective may become; see `regretOf`. */
export class RegretBound implements ImprovementEvaluator {
  readonly #options: Required<RegretBoundOptions>;

  constructor(options: RegretBoundOptions = {}) {
    this.#options = { topTrialsRatio: 0.5, minTrials: 20, maxTrials: 200, seed: 0, ...options };
  }

  async evaluate(trials: readonly FrozenTrial[], direction: Direction): Promise<number> {
    return (await this.evaluateEach([trials], direction))[0] as number;
  }

  async evaluateEach(lists: readonly (readonly FrozenTrial[])[], direction: Direction): Promise<number[]> {
    return eachInThread(
      'regrets',
      lists.map((trials) => this.problem(trials, direction)),
    );
  }

  /** @throws OrreryError where no trial is complete, or no parameter is in all that are */
  problem(trials: readonly FrozenTrial[], direction: Direction): RegretProblem {
    const { topTrialsRatio, minTrials, maxTrials, seed } = this.#options;
    const sign = direction === 'maximize' ? -1 : 1;
    const complete = trials.filter(({ state, values }) => state === 'COMPLETE' && values);
    if (complete.length === 0) throw invalid('No trial is complete.');
    const space = sharedSpace(complete.map(({ distributions }) => distributions));
    if (Object.keys(space).length === 0) throw invalid('No parameter is in all complete trials.');
    const ranked = complete
      .map(({ values, params }) => ({ loss: sign * (values?.[0] as number), params }))
      .sort((a, b) => a.loss - b.loss);
    const count = Math.min(Math.max(Math.floor(ranked.length * topTrialsRatio), minTrials), ranked.length);
    const worst = ranked[count - 1]?.loss as number;
    return { space, trials: ranked.filter(({ loss }) => loss <= worst).slice(0, maxTrials), seed };
  }
}
