import type { Distribution } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { NumericKernels } from './numeric-kernels.ts';

/** The kernels of a Parzen estimator in one dimension: one for each observation, the last one for the prior. */
export interface Kernels {
  readonly isCategorical: boolean;
  /** Draws from one kernel. */
  sample(kernel: number, random: Random): number;
  /** Adds the part of each kernel's log density that is the same for all values. */
  addConstants(into: Float64Array): void;
  /** Adds the other part of the log density of `value` under each kernel. */
  addLogPdf(value: number, into: Float64Array): void;
}

const PRIOR_WEIGHT = 1;

/** @param order indexes of the observations by value, where the caller has them */
export function kernelsFor(
  distribution: Distribution,
  observations: ArrayLike<number>,
  order?: ArrayLike<number>,
): Kernels {
  return distribution.name === 'CategoricalDistribution'
    ? new CategoricalKernels(distribution.attributes.choices.length, observations)
    : new NumericKernels(distribution.attributes, observations, order);
}

/** Each kernel prefers the category that was observed; the prior's prefers none. */
class CategoricalKernels implements Kernels {
  readonly isCategorical = true;
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

  addLogPdf(value: number, into: Float64Array): void {
    const [hit, miss] = [Math.log(this.#hit), Math.log(this.#miss)];
    const observations = this.#observations;
    for (let kernel = 0; kernel < observations.length; kernel++) {
      into[kernel] = (into[kernel] as number) + (observations[kernel] === value ? hit : miss);
    }
  }
}
