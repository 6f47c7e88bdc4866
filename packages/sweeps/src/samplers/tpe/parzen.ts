import type { Distribution, SearchSpace } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { type Kernels, kernelsFor } from './kernels.ts';
import type { Known } from './numeric-kernels.ts';
import { Terms } from './terms.ts';

export interface ParzenOptions {
  /** Of the observations; by recency where they are not given. */
  weights?: ArrayLike<number> | undefined;
  /** For each parameter, where the caller has it. */
  known?: Record<string, Known>;
}

/**
 * A multivariate Parzen estimator: a mixture with one component for each observation and one for the prior, each
 * the product of one kernel a parameter (Falkner et al., "BOHB", ICML 2018).
 */
export class ParzenEstimator {
  readonly weights: Float64Array;
  readonly #kernels: Kernels[];
  /** Indexes of the numeric ones, those first that leave few terms. */
  readonly #numeric: number[];
  /** What of the log density of each component does not depend on the point. */
  readonly #constants: Float64Array;
  readonly #terms: Terms;
  /** The constants with the parts of the categories, by their values: many candidates share them. */
  readonly #bases = new Map<string, Float64Array>();

  /** @param observations internal values of each parameter, in one order for all */
  constructor(
    space: SearchSpace,
    observations: Record<string, ArrayLike<number>>,
    { weights, known = {} }: ParzenOptions = {},
  ) {
    const names = Object.keys(space);
    const count = observations[names[0] as string]?.length ?? 0;
    const raw = new Float64Array(count + 1).fill(1);
    raw.set(weights ?? recencyWeights(count));
    const sum = raw.reduce((a, b) => a + b);
    this.weights = raw.map((weight) => weight / sum);
    this.#kernels = names.map((name) =>
      kernelsFor(space[name] as Distribution, observations[name] ?? [], known[name]),
    );
    const indexes = names.map((_, index) => index).filter((index) => !this.#kernels[index]?.isCategorical);
    this.#numeric = indexes.sort(
      (a, b) => Number(this.#kernels[a]?.isStepped) - Number(this.#kernels[b]?.isStepped),
    );
    this.#constants = this.weights.map(Math.log);
    for (const kernels of this.#kernels) kernels.addConstants(this.#constants);
    this.#terms = new Terms(count + 1);
  }

  /** One internal value a parameter, in the order of the space. */
  sample(random: Random): number[] {
    const component = random.choose(this.weights);
    return this.#kernels.map((kernels) => kernels.sample(component, random));
  }

  logPdf(point: number[]): number {
    const base = this.#base(point);
    const terms = this.#terms;
    terms.begin(base, base.length - 1);
    this.#addNumeric(point, terms);
    terms.begin(base, 0, terms.logs[0] as number);
    this.#addNumeric(point, terms);
    return terms.logOfSum();
  }

  #addNumeric(point: number[], terms: Terms): void {
    for (const index of this.#numeric) this.#kernels[index]?.addLogPdf(point[index] as number, terms);
  }

  #base(point: number[]): Float64Array {
    const key = point.filter((_, index) => this.#kernels[index]?.isCategorical).join();
    let base = this.#bases.get(key);
    if (!base) {
      const terms = new Terms(this.#constants.length);
      terms.begin(this.#constants);
      for (const [index, kernels] of this.#kernels.entries())
        if (kernels.isCategorical) kernels.addLogPdf(point[index] as number, terms);
      base = terms.logs;
      this.#bases.set(key, base);
    }
    return base;
  }
}

const FULL_WEIGHT = 25;

/** The newest 25 observations count in full, older ones less and less. */
export function recencyWeights(count: number): Float64Array {
  const old = Math.max(count - FULL_WEIGHT, 0);
  const weights = new Float64Array(count).fill(1);
  for (let i = 0; i < old; i++)
    weights[i] = old === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * i) / (old - 1);
  return weights;
}
