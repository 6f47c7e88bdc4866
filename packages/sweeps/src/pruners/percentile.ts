import { invalid } from '@orrery/core';
import { type FrozenTrial, lastStep } from '../trial.ts';
import { Interval, type IntervalOptions } from './interval.ts';
import type { PruneContext, Pruner } from './pruner.ts';

export interface PercentileOptions extends IntervalOptions {
  /** Trials that must be complete before any is pruned. */
  nStartupTrials?: number;
  /** Complete trials that must have reported at a step for a check there. */
  nMinTrials?: number;
}

/**
 * Prunes a trial whose best value so far is worse than a percentile of what the complete trials reported at the
 * same step. A trial that has reported nothing but NaN is pruned; NaN of other trials is left out.
 */
export class PercentilePruner implements Pruner {
  readonly name: string = 'percentile';
  readonly #percentile: number;
  readonly #nStartupTrials: number;
  readonly #nMinTrials: number;
  readonly #interval: Interval;

  /** @param percentile the share that is kept, from 0 to 100 @throws OrreryError for options out of range */
  constructor(percentile: number, options: PercentileOptions = {}) {
    const { nStartupTrials = 5, nMinTrials = 1 } = options;
    if (!(percentile >= 0 && percentile <= 100))
      throw invalid(`percentile=${percentile} must be from 0 to 100.`);
    if (nStartupTrials < 0) throw invalid(`nStartupTrials=${nStartupTrials} must not be negative.`);
    if (nMinTrials < 1) throw invalid(`nMinTrials=${nMinTrials} must be at least 1.`);
    this.#percentile = percentile;
    this.#nStartupTrials = nStartupTrials;
    this.#nMinTrials = nMinTrials;
    this.#interval = new Interval(options);
  }

  shouldPrune(trial: FrozenTrial, { direction, trials }: PruneContext): boolean {
    const complete = trials.filter(({ state }) => state === 'COMPLETE');
    if (complete.length === 0 || complete.length < this.#nStartupTrials) return false;
    const step = lastStep(trial);
    if (step === null || !this.#interval.isDue(step, trial)) return false;

    const maximize = direction === 'maximize';
    const own = [...trial.intermediateValues.values()].filter((value) => !Number.isNaN(value));
    if (own.length === 0) return true;
    const best = maximize ? Math.max(...own) : Math.min(...own);
    const others = complete.filter((other) => other.intermediateValues.has(step));
    if (others.length < this.#nMinTrials) return false;
    const bar = percentileOf(
      others.map((other) => other.intermediateValues.get(step) as number),
      maximize ? 100 - this.#percentile : this.#percentile,
    );
    if (Number.isNaN(bar)) return false;
    return maximize ? best < bar : best > bar;
  }
}

/**
 * With linear interpolation between the two nearest, as NumPy does by default: NaN where nothing is left, and where
 * one of the two is infinite.
 */
export function percentileOf(values: number[], percentile: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const position = ((sorted.length - 1) * percentile) / 100;
  const index = Math.floor(position);
  const [low, high] = [sorted[index] as number, sorted[Math.min(index + 1, sorted.length - 1)] as number];
  const share = position - index;
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}
