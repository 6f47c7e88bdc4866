import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import type { FrozenTrial } from '../../trial.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { countOf, Tree, valueAt } from './tree.ts';

export interface BruteForceOptions {
  seed: number;
  /** Whether what runs counts as open, so that the search ends only when all has ended; some is then tried twice. */
  avoidPrematureStop?: boolean;
}

/**
 * Tries every combination of a finite space, which may be tree-shaped: what a value leads to is found out by trying
 * it. Float parameters need a step.
 */
export class BruteForceSampler implements Sampler {
  readonly name = 'bruteforce';
  readonly #random: Random;
  readonly #skipRunning: boolean;

  constructor({ seed, avoidPrematureStop = false }: BruteForceOptions) {
    this.#random = new Random(seed);
    this.#skipRunning = !avoidPrematureStop;
  }

  relativeSpace(): SearchSpace {
    return {};
  }

  sampleRelative(): Suggestion {
    return { params: {} };
  }

  sampleIndependent(
    { trials }: StudyView,
    trial: FrozenTrial,
    name: string,
    distribution: Distribution,
  ): ParamValue {
    const tree = new Tree();
    tree.expand(name, distribution);
    const known = Object.entries(trial.params);
    for (const other of trials) {
      if (other.number === trial.number || other.state === 'WAITING') continue;
      if (known.every(([key, value]) => other.params[key] === value)) tree.add(other, trial.params);
    }
    const index =
      tree.choose(this.#random, this.#skipRunning) ?? this.#random.below(countOf(name, distribution));
    return toExternal(distribution, valueAt(distribution, index));
  }

  isExhausted({ trials }: StudyView): boolean {
    const tree = new Tree();
    for (const trial of trials) if (trial.state !== 'WAITING') tree.add(trial, {});
    return tree.countOpen(this.#skipRunning) === 0;
  }
}
