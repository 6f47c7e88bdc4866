import { invalid } from '@orrery/core';
import { type FrozenTrial, lastStep } from '../trial.ts';
import { Interval, type IntervalOptions } from './interval.ts';
import type { Pruner } from './pruner.ts';

export interface ThresholdOptions extends IntervalOptions {
  /** Values below are pruned. */
  lower?: number;
  /** Values above are pruned. */
  upper?: number;
}

/** Prunes a trial whose last value is out of bounds, or NaN. */
export class ThresholdPruner implements Pruner {
  readonly name = 'threshold';
  readonly #lower: number;
  readonly #upper: number;
  readonly #interval: Interval;

  /** @throws OrreryError for options out of range, and where neither bound is given */
  constructor(options: ThresholdOptions) {
    const { lower, upper } = options;
    if (lower === undefined && upper === undefined) throw invalid('Give lower, upper, or both.');
    this.#lower = lower ?? Number.NEGATIVE_INFINITY;
    this.#upper = upper ?? Number.POSITIVE_INFINITY;
    if (this.#lower > this.#upper) throw invalid(`lower=${lower} must not be above upper=${upper}.`);
    this.#interval = new Interval(options);
  }

  shouldPrune(trial: FrozenTrial): boolean {
    const step = lastStep(trial);
    if (step === null || !this.#interval.isDue(step, trial)) return false;
    const value = trial.intermediateValues.get(step) as number;
    return !(value >= this.#lower && value <= this.#upper);
  }
}
