import { invalid } from '@orrery/core';
import { eachInThread } from '../thread/thread.ts';
import type { Direction, FrozenTrial } from '../trial.ts';
import type { ImprovementEvaluator } from './evaluators.ts';
import type { ModelRegretProblem } from './model-regret-problem.ts';
import { sharedSpace } from './regret-problem.ts';

export interface ModelRegretOptions {
  /** Whether the same parameters always give the same value. */
  deterministicObjective?: boolean;
  /** Complete trials below which nothing is said against going on. */
  minTrials?: number;
  /** The newest trials, and the best one, that it goes by: the time grows with their cube. Optuna has no such limit. */
  maxTrials?: number;
  seed?: number;
}

/** Of any value above it nobody says stop. */
const ENDLESS = Number.MAX_VALUE / 10;

/** What Optuna calls EMMR, the expected minimum model regret; see `modelRegretOf`. */
export class ModelRegret implements ImprovementEvaluator {
  readonly #options: Required<ModelRegretOptions>;

  /** @throws OrreryError for fewer than two trials */
  constructor(options: ModelRegretOptions = {}) {
    this.#options = { deterministicObjective: false, minTrials: 2, maxTrials: 200, seed: 0, ...options };
    const { minTrials } = this.#options;
    if (!(minTrials > 1)) throw invalid(`minTrials=${minTrials} must be above 1.`);
  }

  async evaluate(trials: readonly FrozenTrial[], direction: Direction): Promise<number> {
    return (await this.evaluateEach([trials], direction))[0] as number;
  }

  async evaluateEach(lists: readonly (readonly FrozenTrial[])[], direction: Direction): Promise<number[]> {
    const problems = lists.map((trials) => this.problem(trials, direction));
    const known = problems.filter((problem) => problem !== null);
    const found = await eachInThread('modelRegrets', known);
    return problems.map((problem) => (problem ? (found.shift() as number) : ENDLESS));
  }

  /** Null where there are too few trials, or no parameter that all of them have. */
  problem(trials: readonly FrozenTrial[], direction: Direction): ModelRegretProblem | null {
    const { minTrials, maxTrials, deterministicObjective: deterministic, seed } = this.#options;
    const sign = direction === 'maximize' ? -1 : 1;
    const complete = trials
      .filter(({ state, values }) => state === 'COMPLETE' && values)
      .map(({ values, params, distributions }) => ({
        loss: sign * (values?.[0] as number),
        params,
        distributions,
      }));
    if (complete.length < minTrials) return null;
    const space = sharedSpace(complete.map(({ distributions }) => distributions));
    if (Object.keys(space).length === 0) return null;
    const best = complete.reduce((so, trial) => (trial.loss < so.loss ? trial : so));
    const recent = complete.slice(-maxTrials);
    const kept = recent.includes(best) ? recent : [best, ...recent.slice(1)];
    return { space, trials: kept.map(({ loss, params }) => ({ loss, params })), deterministic, seed };
  }
}
