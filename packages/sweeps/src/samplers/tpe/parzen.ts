import type { Distribution, SearchSpace } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { type Kernels, kernelsFor } from './kernels.ts';

export interface ParzenOptions {
  /** Of the observations; by recency where they are not given. */
  weights?: ArrayLike<number> | undefined;
  /** For each parameter the indexes of the observations by value, where the caller has them. */
  orders?: Record<string, ArrayLike<number>>;
}

/**
 * A multivariate Parzen estimator: a mixture with one component for each observation and one for the prior, each
 * the product of one kernel a parameter (Falkner et al., "BOHB", ICML 2018).
 */
export class ParzenEstimator {
  readonly weights: Float64Array;
  readonly #kernels: Kernels[];
  /** What of the log density of each component does not depend on the point. */
  readonly #constants: Float64Array;
  readonly #logs: Float64Array;
  /** The constants with the parts of the categories, by their values: many candidates share them. */
  readonly #bases = new Map<string, Float64Array>();

  /** @param observations internal values of each parameter, in one order for all */
  constructor(
    space: SearchSpace,
    observations: Record<string, ArrayLike<number>>,
    { weights, orders = {} }: ParzenOptions = {},
  ) {
    const names = Object.keys(space);
    const count = observations[names[0] as string]?.length ?? 0;
    const raw = new Float64Array(count + 1).fill(1);
    raw.set(weights ?? recencyWeights(count));
    const sum = raw.reduce((a, b) => a + b);
    this.weights = raw.map((weight) => weight / sum);
    this.#kernels = names.map((name) =>
      kernelsFor(space[name] as Distribution, observations[name] ?? [], orders[name]),
    );
    this.#constants = this.weights.map(Math.log);
    for (const kernels of this.#kernels) kernels.addConstants(this.#constants);
    this.#logs = new Float64Array(count + 1);
  }

  /** One internal value a parameter, in the order of the space. */
  sample(random: Random): number[] {
    const component = random.choose(this.weights);
    return this.#kernels.map((kernels) => kernels.sample(component, random));
  }

  logPdf(point: number[]): number {
    const logs = this.#logs;
    logs.set(this.#base(point));
    this.#kernels.forEach((kernels, index) => {
      if (!kernels.isCategorical) kernels.addLogPdf(point[index] as number, logs);
    });
    return logSumExp(logs);
  }

  #base(point: number[]): Float64Array {
    const key = point.filter((_, index) => this.#kernels[index]?.isCategorical).join();
    let base = this.#bases.get(key);
    if (!base) {
      base = Float64Array.from(this.#constants);
      for (const [index, kernels] of this.#kernels.entries())
        if (kernels.isCategorical) kernels.addLogPdf(point[index] as number, base);
      this.#bases.set(key, base);
    }
    return base;
  }
}

/** Terms that are too small to change the sum are passed over: with many kernels, most are. */
function logSumExp(logs: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i++) if ((logs[i] as number) > top) top = logs[i] as number;
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) {
    const below = (logs[i] as number) - top;
    if (below > -38) sum += Math.exp(below);
  }
  return top + Math.log(sum);
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
