import { isSingle, type SearchSpace, sameDistribution } from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';

/**
 * The parameters that all finished trials of a study have with the same distribution, in order of name. Distributions
 * with one value are left out: there is nothing to sample.
 *
 * Remembers what it has seen: only trials that have finished since are looked at again.
 */
export class IntersectionSpace {
  readonly #includePruned: boolean;
  #common: SearchSpace | null = null;
  #seen = new Set<number>();

  constructor({ includePruned = false }: { includePruned?: boolean } = {}) {
    this.#includePruned = includePruned;
  }

  of(trials: readonly FrozenTrial[]): SearchSpace {
    const fresh = unseen(trials, this.#seen, this.#includePruned);
    if (!fresh) return this.#restart(trials);
    for (const trial of fresh) this.#add(trial);
    const names = Object.keys(this.#common ?? {}).sort();
    return Object.fromEntries(
      names.flatMap((name) => {
        const distribution = this.#common?.[name];
        return distribution && !isSingle(distribution) ? [[name, distribution]] : [];
      }),
    );
  }

  /** Trials that were seen are gone: it is another study. */
  #restart(trials: readonly FrozenTrial[]): SearchSpace {
    this.#common = null;
    this.#seen = new Set();
    return this.of(trials);
  }

  #add({ trialId, distributions }: FrozenTrial): void {
    this.#seen.add(trialId);
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

/** The finished trials that are not among those seen; null where some of those are gone. */
export function unseen(
  trials: readonly FrozenTrial[],
  seen: ReadonlySet<number>,
  includePruned: boolean,
): FrozenTrial[] | null {
  const fresh: FrozenTrial[] = [];
  let kept = 0;
  for (const trial of trials) {
    if (trial.state !== 'COMPLETE' && !(includePruned && trial.state === 'PRUNED')) continue;
    if (seen.has(trial.trialId)) kept++;
    else fresh.push(trial);
  }
  return kept < seen.size ? null : fresh;
}
