import { isSingle, type SearchSpace, sameDistribution } from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import { SeenTrials } from './seen.ts';

/**
 * The parameters that all finished trials of a study have with the same distribution, in order of name. Distributions
 * with one value are left out: there is nothing to sample.
 *
 * Remembers what it has seen: only trials that have finished since are looked at again.
 */
export class IntersectionSpace {
  readonly #seen: SeenTrials;
  #common: SearchSpace | null = null;

  constructor({ includePruned = false }: { includePruned?: boolean } = {}) {
    this.#seen = new SeenTrials({ includePruned });
  }

  of(trials: readonly FrozenTrial[]): SearchSpace {
    const fresh = this.#seen.fresh(trials);
    if (!fresh) {
      this.#common = null;
      return this.of(trials);
    }
    for (const trial of fresh) this.#add(trial);
    const names = Object.keys(this.#common ?? {}).sort();
    return Object.fromEntries(
      names.flatMap((name) => {
        const distribution = this.#common?.[name];
        return distribution && !isSingle(distribution) ? [[name, distribution]] : [];
      }),
    );
  }

  #add({ distributions }: FrozenTrial): void {
    this.#common =
      this.#common === null
        ? { ...distributions }
        : Object.fromEntries(
            Object.entries(this.#common).filter(([name, distribution]) => {
              const other = distributions[name];
              return other !== undefined && sameDistribution(distribution, other);
            }),
          );
  }
}
