import type { SearchSpace } from '../distribution.ts';
import type { Random } from '../random.ts';
import { type Kernels, kernelsFor } from './kernels.ts';

/**
 * A multivariate Parzen estimator: a mixture with one component for each observation and one for the prior, each
 * the product of one kernel a parameter (Falkner et al., "BOHB", ICML 2018).
 */
export class ParzenEstimator {
  readonly weights: Float64Array;
  readonly #kernels: Kernels[];

  /** @param observations internal values of each parameter, in one order for all */
  constructor(space: SearchSpace, observations: Record<string, number[]>) {
    const names = Object.keys(space);
    const count = observations[names[0] as string]?.length ?? 0;
    const raw = Float64Array.from(count === 0 ? [1] : [...recencyWeights(count), 1]);
    const sum = raw.reduce((a, b) => a + b);
    this.weights = raw.map((weight) => weight / sum);
    this.#kernels = names.map((name) =>
      kernelsFor(space[name] as SearchSpace[string], observations[name] ?? []),
    );
  }

  /** One internal value a parameter, in the order of the space. */
  sample(random: Random): number[] {
    const component = random.choose(this.weights);
    return this.#kernels.map((kernels) => kernels.sample(component, random));
  }

  logPdf(point: number[]): number {
    const logs = Float64Array.from(this.weights, Math.log);
    this.#kernels.forEach((kernels, index) => {
      kernels.addLogPdf(point[index] as number, logs);
    });
    const top = logs.reduce((a, b) => Math.max(a, b));
    if (top === Number.NEGATIVE_INFINITY) return top;
    return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0));
  }
}

const FULL_WEIGHT = 25;

/** The newest 25 observations count in full, older ones less and less. */
export function recencyWeights(count: number): number[] {
  const old = Math.max(count - FULL_WEIGHT, 0);
  return Array.from({ length: count }, (_, index) => {
    if (index >= old) return 1;
    return old === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * index) / (old - 1);
  });
}
