import { invalid } from '@orrery/core';
import { bestOf } from '../best.ts';
import { signedRankTest } from '../statistics/signed-rank.ts';
import type { FrozenTrial } from '../trial.ts';
import type { PruneContext, Pruner } from './pruner.ts';

export interface WilcoxonOptions {
  /** The larger, the sooner trials are pruned; from 0 to 1. */
  pThreshold?: number;
  /** Steps that a trial must share with the best one before it is pruned. */
  nStartupSteps?: number;
}

/**
 * For trials whose steps are instances of a problem, in any order (the folds of a cross-validation, questions of a
 * benchmark): prunes a trial that is worse than the best one over the instances that both have reported, by the
 * signed-rank test (Wilcoxon, "Individual Comparisons by Ranking Methods", 1945).
 *
 * A trial stays where its mean is not worse than the best one's; trials with NaN or infinities are not judged.
 */
export class WilcoxonPruner implements Pruner {
  readonly name = 'wilcoxon';
  readonly #pThreshold: number;
  readonly #nStartupSteps: number;

  /** @throws OrreryError for options out of range */
  constructor({ pThreshold = 0.1, nStartupSteps = 2 }: WilcoxonOptions = {}) {
    if (!(pThreshold >= 0 && pThreshold <= 1)) throw invalid(`pThreshold=${pThreshold} must be from 0 to 1.`);
    if (nStartupSteps < 0) throw invalid(`nStartupSteps=${nStartupSteps} must not be negative.`);
    this.#pThreshold = pThreshold;
    this.#nStartupSteps = nStartupSteps;
  }

  shouldPrune(trial: FrozenTrial, { direction, trials }: PruneContext): boolean {
    const best = bestOf(trials, direction);
    if (!best || !isJudged(trial) || !isJudged(best)) return false;
    const sign = direction === 'maximize' ? -1 : 1;
    const differences: number[] = [];
    for (const [step, value] of trial.intermediateValues) {
      const other = best.intermediateValues.get(step);
      if (other !== undefined) differences.push(sign * (value - other));
    }
    if (differences.length < Math.max(2, this.#nStartupSteps)) return false;
    if (sign * mean(trial) <= sign * mean(best)) return false;
    return signedRankTest(differences) < this.#pThreshold;
  }
}

function isJudged({ intermediateValues }: FrozenTrial): boolean {
  return intermediateValues.size > 0 && [...intermediateValues.values()].every(Number.isFinite);
}

function mean({ intermediateValues }: FrozenTrial): number {
  let sum = 0;
  for (const value of intermediateValues.values()) sum += value;
  return sum / intermediateValues.size;
}
