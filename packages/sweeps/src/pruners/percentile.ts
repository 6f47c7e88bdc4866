import { invalid } from '@orrery/core';
import { type FrozenTrial, lastStep } from '../trial.ts';
import type { PruneContext, Pruner } from './pruner.ts';

export interface PercentileOptions {
  /** Trials that must be complete before any is pruned. */
  nStartupTrials?: number;
  /** Steps before which no trial is pruned. */
  nWarmupSteps?: number;
  /** Steps between two checks. */
  intervalSteps?: number;
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
  readonly #options: Required<PercentileOptions>;

  /** @param percentile the share that is kept, from 0 to 100 @throws OrreryError for options out of range */
  constructor(percentile: number, options: PercentileOptions = {}) {
    this.#percentile = percentile;
    this.#options = { nStartupTrials: 5, nWarmupSteps: 0, intervalSteps: 1, nMinTrials: 1, ...options };
    const { nStartupTrials, nWarmupSteps, intervalSteps, nMinTrials } = this.#options;
    if (!(percentile >= 0 && percentile <= 100))
      throw invalid(`percentile=${percentile} must be from 0 to 100.`);
    if (nStartupTrials < 0) throw invalid(`nStartupTrials=${nStartupTrials} must not be negative.`);
    if (nWarmupSteps < 0) throw invalid(`nWarmupSteps=${nWarmupSteps} must not be negative.`);
    if (intervalSteps < 1) throw invalid(`intervalSteps=${intervalSteps} must be at least 1.`);
    if (nMinTrials < 1) throw invalid(`nMinTrials=${nMinTrials} must be at least 1.`);
  }

  shouldPrune(trial: FrozenTrial, { direction, trials }: PruneContext): boolean {
    const complete = trials.filter(({ state }) => state === 'COMPLETE');
    if (complete.length === 0 || complete.length < this.#options.nStartupTrials) return false;
    const step = lastStep(trial);
    if (step === null || step < this.#options.nWarmupSteps || !this.#isChecked(step, trial)) return false;

    const maximize = direction === 'maximize';
    const own = [...trial.intermediateValues.values()].filter((value) => !Number.isNaN(value));
    if (own.length === 0) return true;
    const best = maximize ? Math.max(...own) : Math.min(...own);
    const others = complete.filter((other) => other.intermediateValues.has(step));
    if (others.length < this.#options.nMinTrials) return false;
    const bar = percentileOf(
      others.map((other) => other.intermediateValues.get(step) as number),
      maximize ? 100 - this.#percentile : this.#percentile,
    );
    if (Number.isNaN(bar)) return false;
    return maximize ? best < bar : best > bar;
  }

  /** Whether the step is the first that was reported in its interval. */
  #isChecked(step: number, trial: FrozenTrial): boolean {
    const { nWarmupSteps, intervalSteps } = this.#options;
    const start = Math.floor((step - nWarmupSteps) / intervalSteps) * intervalSteps + nWarmupSteps;
    let before = -1;
    for (const other of trial.intermediateValues.keys()) if (other !== step && other > before) before = other;
    return before < start;
  }
}

/** With linear interpolation between the two nearest, as NumPy does by default; NaN where nothing is left. */
export function percentileOf(values: number[], percentile: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const position = ((sorted.length - 1) * percentile) / 100;
  const [low, high] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
  return low === high ? low : low + (high - low) * (position - Math.floor(position));
}
