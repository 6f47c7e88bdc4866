import { invalid } from '@orrery/core';
import type { FrozenTrial } from '../trial.ts';
import type { PruneContext, Pruner } from './pruner.ts';

export interface PatientOptions {
  /** Steps without improvement that are borne. */
  patience: number;
  /** What counts as an improvement must be more than this. */
  minDelta?: number;
}

/**
 * Lets another pruner judge a trial only when it has not improved for a number of reported steps; without another, it
 * is pruned then. NaN is no improvement.
 */
export class PatientPruner implements Pruner {
  readonly name = 'patient';
  readonly #wrapped: Pruner | null;
  readonly #patience: number;
  readonly #minDelta: number;

  /** @throws OrreryError for options out of range */
  constructor(wrapped: Pruner | null, { patience, minDelta = 0 }: PatientOptions) {
    if (!(patience >= 0)) throw invalid(`patience=${patience} must not be negative.`);
    if (minDelta < 0) throw invalid(`minDelta=${minDelta} must not be negative.`);
    this.#wrapped = wrapped;
    this.#patience = patience;
    this.#minDelta = minDelta;
  }

  shouldPrune(trial: FrozenTrial, context: PruneContext): boolean {
    const count = trial.intermediateValues.size - this.#patience - 1;
    if (count <= 0) return false;
    const sign = context.direction === 'maximize' ? -1 : 1;
    const losses = [...trial.intermediateValues].sort(([a], [b]) => a - b).map(([, value]) => sign * value);
    if (!(least(losses.slice(0, count)) + this.#minDelta < least(losses.slice(count)))) return false;
    return this.#wrapped?.shouldPrune(trial, context) ?? true;
  }
}

/** NaN where nothing but NaN is left. */
function least(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : Math.min(...known);
}
