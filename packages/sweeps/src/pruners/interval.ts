import { invalid } from '@orrery/core';
import type { FrozenTrial } from '../trial.ts';

export interface IntervalOptions {
  /** Steps before which no trial is pruned. */
  nWarmupSteps?: number;
  /** Steps between two checks. */
  intervalSteps?: number;
}

/** When a pruner looks: at the first step that a trial reports in each interval, once it is warm. */
export class Interval {
  readonly #warmup: number;
  readonly #length: number;

  /** @throws OrreryError for options out of range */
  constructor({ nWarmupSteps = 0, intervalSteps = 1 }: IntervalOptions) {
    if (nWarmupSteps < 0) throw invalid(`nWarmupSteps=${nWarmupSteps} must not be negative.`);
    if (intervalSteps < 1) throw invalid(`intervalSteps=${intervalSteps} must be at least 1.`);
    this.#warmup = nWarmupSteps;
    this.#length = intervalSteps;
  }

  /** @param step the last that the trial reported */
  isDue(step: number, trial: FrozenTrial): boolean {
    if (step < this.#warmup) return false;
    const start = Math.floor((step - this.#warmup) / this.#length) * this.#length + this.#warmup;
    let before = -1;
    for (const other of trial.intermediateValues.keys()) if (other !== step && other > before) before = other;
    return before < start;
  }
}
