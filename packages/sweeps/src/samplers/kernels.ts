import type { Distribution } from '../distribution.ts';
import { cdf, logMass, logPdf, quantile } from '../normal.ts';
import type { Random } from '../random.ts';

/** The kernels of a Parzen estimator in one dimension: one for each observation, the last one for the prior. */
export interface Kernels {
  /** Draws from one kernel. */
  sample(kernel: number, random: Random): number;
  /** Adds the log density of `value` under each kernel. */
  addLogPdf(value: number, into: Float64Array): void;
}

const PRIOR_WEIGHT = 1;

export function kernelsFor(distribution: Distribution, observations: number[]): Kernels {
  return distribution.name === 'CategoricalDistribution'
    ? new CategoricalKernels(distribution.attributes.choices.length, observations)
    : new NumericKernels(distribution.attributes, observations);
}

/** Each kernel prefers the category that was observed. */
class CategoricalKernels implements Kernels {
  readonly weights: Float64Array[];

  constructor(choices: number, observations: number[]) {
    const kernels = observations.length + 1;
    const base = PRIOR_WEIGHT / kernels;
    this.weights = Array.from({ length: kernels }, (_, kernel) => {
      const weights = new Float64Array(choices).fill(base);
      const observed = observations[kernel];
      if (observed !== undefined) weights[observed] = base + 1;
      const sum = weights.reduce((a, b) => a + b);
      return weights.map((weight) => weight / sum);
    });
  }

  sample(kernel: number, random: Random): number {
    return random.choose(this.weights[kernel] as Float64Array);
  }

  addLogPdf(value: number, into: Float64Array): void {
    for (let kernel = 0; kernel < into.length; kernel++) {
      into[kernel] = (into[kernel] as number) + Math.log(this.weights[kernel]?.[value] as number);
    }
  }
}

interface Bounds {
  low: number;
  high: number;
  step: number | null;
  log: boolean;
}

/** Normal distributions cut to the parameter's range; on a log scale, and in cells of one step, where asked. */
class NumericKernels implements Kernels {
  readonly mus: Float64Array;
  readonly sigmas: Float64Array;
  readonly #bounds: Bounds;
  readonly #low: number;
  readonly #high: number;
  /** log Φ of each kernel within the range. */
  readonly #logMasses: Float64Array;

  constructor(bounds: Bounds, observations: number[]) {
    this.#bounds = bounds;
    const half = bounds.step === null ? 0 : bounds.step / 2;
    const scale = (value: number) => (bounds.log ? Math.log(value) : value);
    this.#low = scale(bounds.low - half);
    this.#high = scale(bounds.high + half);
    const mus = observations.map(scale);
    this.mus = Float64Array.from([...mus, 0.5 * (this.#low + this.#high)]);
    this.sigmas = Float64Array.from([...spreads(mus, this.#low, this.#high), this.#high - this.#low]);
    this.#logMasses = this.mus.map((mu, kernel) => this.#logMass(kernel, mu, this.#low, this.#high));
  }

  sample(kernel: number, random: Random): number {
    const [mu, sigma] = [this.mus[kernel] as number, this.sigmas[kernel] as number];
    const [from, to] = [cdf((this.#low - mu) / sigma), cdf((this.#high - mu) / sigma)];
    const drawn = mu + sigma * quantile(from + (to - from) * random.next());
    const inside = Math.min(Math.max(drawn, this.#low), this.#high);
    const { low, high, step, log } = this.#bounds;
    const value = log ? Math.exp(inside) : inside;
    const stepped = step === null ? value : low + Math.round((value - low) / step) * step;
    return Math.min(Math.max(stepped, low), high);
  }

  addLogPdf(value: number, into: Float64Array): void {
    const { step, log } = this.#bounds;
    const scale = (x: number) => (log ? Math.log(x) : x);
    const [left, right] = step === null ? [0, 0] : [scale(value - step / 2), scale(value + step / 2)];
    const point = scale(value);
    for (let kernel = 0; kernel < into.length; kernel++) {
      const [mu, sigma] = [this.mus[kernel] as number, this.sigmas[kernel] as number];
      const density =
        step === null
          ? logPdf((point - mu) / sigma) - Math.log(sigma)
          : this.#logMass(kernel, mu, left, right);
      into[kernel] = (into[kernel] as number) + density - (this.#logMasses[kernel] as number);
    }
  }

  #logMass(kernel: number, mu: number, left: number, right: number): number {
    const sigma = this.sigmas[kernel] as number;
    return logMass((left - mu) / sigma, (right - mu) / sigma);
  }
}

/** Each kernel reaches as far as the farther of its neighbours, the outermost to their one; within bounds. */
function spreads(mus: number[], low: number, high: number): number[] {
  const order = [...mus.keys()].sort((a, b) => (mus[a] as number) - (mus[b] as number));
  const range = high - low;
  const smallest = range / Math.min(100, mus.length + 2);
  const sigmas = new Array<number>(mus.length);
  order.forEach((index, rank) => {
    const mu = mus[index] as number;
    const before = rank > 0 ? mu - (mus[order[rank - 1] as number] as number) : null;
    const after = rank < order.length - 1 ? (mus[order[rank + 1] as number] as number) - mu : null;
    const alone = Math.max(mu - low, high - mu);
    const sigma = before === null && after === null ? alone : Math.max(before ?? 0, after ?? 0);
    sigmas[index] = Math.min(Math.max(sigma, smallest), range);
  });
  return sigmas;
}
