import { crc32 } from 'node:zlib';
import { invalid } from '@orrery/core';
import { naturalLog } from '../statistics/natural-log.ts';
import { type FrozenTrial, lastStep } from '../trial.ts';
import type { PruneContext, Pruner } from './pruner.ts';
import { SuccessiveHalvingPruner } from './successive-halving.ts';

export interface HyperbandOptions {
  /** Steps that each trial gets. */
  minResource?: number;
  /** Steps of a whole trial; `auto` takes them from the trials that are complete when one is judged first. */
  maxResource?: number | 'auto';
  /** See SuccessiveHalvingOptions. */
  reductionFactor?: number;
  /** See SuccessiveHalvingOptions. */
  bootstrapCount?: number;
}

/** One way to halve, and the share of trials that it gets. */
interface Bracket {
  pruner: SuccessiveHalvingPruner;
  budget: number;
}

/**
 * Hyperband (Li et al., "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization", JMLR 2018): trials
 * are divided into brackets that halve early to late, so that none of them need be the right one.
 *
 * The bracket of a trial is a hash of the study's name and the trial's number, the one that Optuna has.
 */
export class HyperbandPruner implements Pruner {
  readonly name = 'hyperband';
  readonly #minResource: number;
  readonly #maxResource: number | 'auto';
  readonly #reductionFactor: number;
  readonly #bootstrapCount: number;
  #brackets: Bracket[] | null = null;

  /** @throws OrreryError for options out of range */
  constructor({
    minResource = 1,
    maxResource = 'auto',
    reductionFactor = 3,
    bootstrapCount = 0,
  }: HyperbandOptions = {}) {
    if (maxResource !== 'auto' && !(maxResource >= minResource))
      throw invalid(`maxResource=${maxResource} must not be below minResource=${minResource}.`);
    if (bootstrapCount > 0 && maxResource === 'auto')
      throw invalid(`bootstrapCount=${bootstrapCount} needs a maxResource that is not auto.`);
    this.#minResource = minResource;
    this.#maxResource = maxResource;
    this.#reductionFactor = reductionFactor;
    this.#bootstrapCount = bootstrapCount;
    // Its own options are checked now, not when the first trial is judged.
    this.#halving(0);
  }

  shouldPrune(trial: FrozenTrial, context: PruneContext): boolean {
    const brackets = this.#open(context.trials);
    const bracket = brackets[this.#bracketOf(trial, context.studyName, brackets)];
    if (!bracket) return false;
    return bracket.pruner.shouldPrune(trial, { ...context, trials: this.peersOf(trial, context) });
  }

  peersOf(
    trial: FrozenTrial,
    { studyName, trials }: Pick<PruneContext, 'studyName' | 'trials'>,
  ): readonly FrozenTrial[] {
    const brackets = this.#open(trials);
    if (brackets.length <= 1) return trials;
    const own = this.#bracketOf(trial, studyName, brackets);
    return trials.filter((other) => this.#bracketOf(other, studyName, brackets) === own);
  }

  /** The brackets; none while it is not known how long a trial is. */
  #open(trials: readonly FrozenTrial[]): Bracket[] {
    if (this.#brackets) return this.#brackets;
    const most = this.#maxResource === 'auto' ? longest(trials) : this.#maxResource;
    if (most === null) return [];
    const count = Math.floor(naturalLog(most / this.#minResource) / naturalLog(this.#reductionFactor)) + 1;
    this.#brackets = Array.from({ length: Math.max(count, 0) }, (_, rate) => {
      const rungs = count - rate;
      const budget = Math.ceil((count * this.#reductionFactor ** (rungs - 1)) / rungs);
      return { pruner: this.#halving(rate), budget };
    });
    return this.#brackets;
  }

  #halving(minEarlyStoppingRate: number): SuccessiveHalvingPruner {
    return new SuccessiveHalvingPruner({
      minResource: this.#minResource,
      reductionFactor: this.#reductionFactor,
      minEarlyStoppingRate,
      bootstrapCount: this.#bootstrapCount,
    });
  }

  #bracketOf({ number }: FrozenTrial, studyName: string, brackets: Bracket[]): number {
    const total = brackets.reduce((sum, { budget }) => sum + budget, 0);
    let place = crc32(`${studyName}_${number}`) % total;
    return brackets.findIndex(({ budget }) => {
      place -= budget;
      return place < 0;
    });
  }
}

/** Steps of the longest complete trial, which count from 0. */
function longest(trials: readonly FrozenTrial[]): number | null {
  let most: number | null = null;
  for (const trial of trials) {
    const step = trial.state === 'COMPLETE' ? lastStep(trial) : null;
    if (step !== null && step + 1 > (most ?? 0)) most = step + 1;
  }
  return most;
}
