import type { Distribution } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { type Known, NumericKernels } from './numeric-kernels.ts';
import type { Terms } from './terms.ts';

/** The kernels of a Parzen estimator in one dimension: one for each observation, the last one for the prior. */
export interface Kernels {
  readonly isCategorical: boolean;
  /** Whether values are on a grid. */
  readonly isStepped: boolean;
  /** Draws from one kernel. */
  sample(kernel: number, random: Random): number;
  /** Adds the part of each kernel's log density that is the same for all values. */
  addConstants(into: Float64Array): void;
  /** Adds the other part of the log density of `value`, which is at most 0, to the term of each kernel. */
  addLogPdf(value: number, terms: Terms): void;
}

const PRIOR_WEIGHT = 1;

export function kernelsFor(
  distribution: Distribution,
  observations: ArrayLike<number>,
  known?: Known,
): Kernels {
  return distribution.name === 'CategoricalDistribution'
    ? new CategoricalKernels(distribution.attributes.choices.length, observations)
    : new NumericKernels(distribution.attributes, observations, known);
}

/** Each kernel prefers the category that was observed; the prior's prefers none. */
class CategoricalKernels implements Kernels {
  readonly isCategorical = true;
  readonly isStepped = false;
  readonly #choices: number;
  readonly #observations: ArrayLike<number>;
  /** The weight of the category that was observed, and of any other. */
  readonly #hit: number;
  readonly #miss: number;

  constructor(choices: number, observations: ArrayLike<number>) {
    this.#choices = choices;
    this.#observations = observations;
    const base = PRIOR_WEIGHT / (observations.length + 1);
    this.#hit = (base + 1) / (base * choices + 1);
    this.#miss = base / (base * choices + 1);
  }

  sample(kernel: number, random: Random): number {
    const observed = this.#observations[kernel];
    if (observed === undefined) return random.below(this.#choices);
    const drawn = random.next();
    if (drawn < this.#hit) return observed;
    const other = Math.min(Math.floor((drawn - this.#hit) / this.#miss), this.#choices - 2);
    return other < observed ? other : other + 1;
  }

  addConstants(into: Float64Array): void {
    const last = into.length - 1;
    into[last] = (into[last] as number) - Math.log(this.#choices);
  }

  addLogPdf(value: number, { kernels, logs, count }: Terms): void {
    const [hit, miss] = [Math.log(this.#hit), Math.log(this.#miss)];
    const observations = this.#observations;
    for (let i = 0; i < count; i++) {
      const observed = observations[kernels[i] as number];
      if (observed !== undefined) logs[i] = (logs[i] as number) + (observed === value ? hit : miss);
    }
  }
}
