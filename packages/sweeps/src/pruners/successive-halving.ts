import { invalid } from '@orrery/core';
import { type Direction, type FrozenTrial, lastStep } from '../trial.ts';
import type { PruneContext, Pruner } from './pruner.ts';

export interface SuccessiveHalvingOptions {
  /** Steps that each trial gets; `auto` is a hundredth of the longest complete trial. */
  minResource?: number | 'auto';
  /** One of so many trials goes on from each rung, for so many times as long. */
  reductionFactor?: number;
  /** Rungs that are left out at the bottom. */
  minEarlyStoppingRate?: number;
  /** Trials that must have come to a rung before one goes on from it. */
  bootstrapCount?: number;
}

/**
 * Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020):
 * a trial that comes to a rung goes on only where its value is among the best of those that have come there before.
 *
 * What a trial had at a rung is noted in the attributes that Optuna uses, so that its workers and ours compete. NaN
 * at a rung is pruned.
 */
export class SuccessiveHalvingPruner implements Pruner {
  readonly name = 'successive_halving';
  #minResource: number | 'auto';
  readonly #reductionFactor: number;
  readonly #minEarlyStoppingRate: number;
  readonly #bootstrapCount: number;

  /** @throws OrreryError for options out of range */
  constructor({
    minResource = 'auto',
    reductionFactor = 4,
    minEarlyStoppingRate = 0,
    bootstrapCount = 0,
  }: SuccessiveHalvingOptions = {}) {
    if (minResource !== 'auto' && !(minResource >= 1))
      throw invalid(`minResource=${minResource} must be at least 1, or auto.`);
    if (!(reductionFactor >= 2)) throw invalid(`reductionFactor=${reductionFactor} must be at least 2.`);
    if (minEarlyStoppingRate < 0)
      throw invalid(`minEarlyStoppingRate=${minEarlyStoppingRate} must not be negative.`);
    if (bootstrapCount < 0) throw invalid(`bootstrapCount=${bootstrapCount} must not be negative.`);
    if (bootstrapCount > 0 && minResource === 'auto')
      throw invalid(`bootstrapCount=${bootstrapCount} needs a minResource that is not auto.`);
    this.#minResource = minResource;
    this.#reductionFactor = reductionFactor;
    this.#minEarlyStoppingRate = minEarlyStoppingRate;
    this.#bootstrapCount = bootstrapCount;
  }

  shouldPrune(trial: FrozenTrial, { direction, trials, note }: PruneContext): boolean {
    const step = lastStep(trial);
    if (step === null) return false;
    if (this.#minResource === 'auto') this.#minResource = estimateResource(trials) ?? 'auto';
    if (this.#minResource === 'auto') return false;

    const value = trial.intermediateValues.get(step) as number;
    let rung = 0;
    while (rungKey(rung) in trial.systemAttrs) rung++;
    for (; ; rung++) {
      if (step < this.#minResource * this.#reductionFactor ** (this.#minEarlyStoppingRate + rung))
        return false;
      if (Number.isNaN(value)) return true;
      const key = rungKey(rung);
      note(key, value);
      const competing = [
        ...trials.filter((other) => key in other.systemAttrs).map((other) => Number(other.systemAttrs[key])),
        value,
      ];
      if (competing.length <= this.#bootstrapCount) return true;
      if (!isPromoted(value, competing, this.#reductionFactor, direction)) return true;
    }
  }
}

function rungKey(rung: number): string {
  return `completed_rung_${rung}`;
}

function estimateResource(trials: readonly FrozenTrial[]): number | null {
  const steps = trials.filter(({ state }) => state === 'COMPLETE').map(lastStep);
  const longest = steps.reduce((most, step) => (step !== null && step > (most ?? -1) ? step : most), null);
  return longest === null ? null : Math.max(Math.floor(longest / 100), 1);
}

/** Whether a value is among the best of those at its rung; at least one always is. */
function isPromoted(value: number, competing: number[], reductionFactor: number, direction: Direction) {
  const sign = direction === 'maximize' ? -1 : 1;
  const losses = competing.map((one) => sign * one).sort((a, b) => a - b);
  const last = Math.max(Math.floor(losses.length / reductionFactor) - 1, 0);
  return sign * value <= (losses[last] as number);
}
