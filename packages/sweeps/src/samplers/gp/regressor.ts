import { Cholesky } from './cholesky.ts';
import { matern, maternSlope } from './matern.ts';

/** What the kernel of a Gaussian process is set by. */
export interface KernelParams {
  /** One over the squared length scale of each parameter: how much it matters. */
  relevances: Float64Array;
  scale: number;
  noise: number;
}

/** Points and their values. Categorical parameters hold an index, and are either equal or not. */
export interface Observations {
  points: readonly Float64Array[];
  values: Float64Array;
  isCategorical: readonly boolean[];
}

/**
 * A Gaussian process with a Matérn 5/2 kernel and one length scale a parameter (Rasmussen and Williams, "Gaussian
 * Processes for Machine Learning", 2006, algorithm 2.1).
 */
export class GpRegressor {
  readonly params: KernelParams;
  readonly #data: Observations;
  readonly #cholesky: Cholesky;
  readonly #weights: Float64Array;
  readonly #kernel: Float64Array;
  readonly #solved: Float64Array;
  readonly #slopes: Float64Array;

  constructor(data: Observations, params: KernelParams) {
    this.params = params;
    this.#data = data;
    const n = data.points.length;
    const covariance = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const distance = this.#distance(data.points[i] as Float64Array, data.points[j] as Float64Array);
        covariance[i * n + j] = covariance[j * n + i] = params.scale * matern(distance);
      }
      covariance[i * n + i] = params.scale + params.noise;
    }
    this.#cholesky = new Cholesky(covariance, n);
    this.#weights = this.#cholesky.solveUpper(this.#cholesky.solveLower(Float64Array.from(data.values)));
    [this.#kernel, this.#solved, this.#slopes] = [
      new Float64Array(n),
      new Float64Array(n),
      new Float64Array(n),
    ];
  }

  get lengthScales(): Float64Array {
    return this.params.relevances.map((relevance) => 1 / Math.sqrt(relevance));
  }

  /** Mean and variance at a point; writes their gradients where asked. */
  posterior(
    x: Float64Array,
    slopes?: { mean: Float64Array; variance: Float64Array },
  ): [mean: number, variance: number] {
    const { points, isCategorical } = this.#data;
    const { scale, relevances } = this.params;
    const n = points.length;
    let mean = 0;
    for (let i = 0; i < n; i++) {
      const distance = this.#distance(x, points[i] as Float64Array);
      const k = scale * matern(distance);
      this.#kernel[i] = k;
      if (slopes) this.#slopes[i] = scale * maternSlope(distance);
      mean += k * (this.#weights[i] as number);
    }
    const solved = this.#solved;
    solved.set(this.#kernel);
    this.#cholesky.solveLower(solved);
    let variance = scale;
    for (let i = 0; i < n; i++) variance -= (solved[i] as number) ** 2;
    if (slopes) {
      this.#cholesky.solveUpper(solved);
      for (let d = 0; d < x.length; d++) {
        let [byMean, byVariance] = [0, 0];
        if (!isCategorical[d]) {
          for (let i = 0; i < n; i++) {
            const difference = (x[d] as number) - (points[i]?.[d] as number);
            const slope = 2 * (relevances[d] as number) * difference * (this.#slopes[i] as number);
            byMean += slope * (this.#weights[i] as number);
            byVariance -= 2 * slope * (solved[i] as number);
          }
        }
        slopes.mean[d] = byMean;
        slopes.variance[d] = variance > 0 ? byVariance : 0;
      }
    }
    return [mean, Math.max(variance, 0)];
  }

  /** How the values at two points go together, given the data. */
  covariance(a: Float64Array, b: Float64Array): number {
    const { points } = this.#data;
    const { scale } = this.params;
    const solve = (x: Float64Array) =>
      this.#cholesky.solveLower(
        Float64Array.from(points, (point) => scale * matern(this.#distance(x, point))),
      );
    const [left, right] = [solve(a), solve(b)];
    return left.reduce(
      (sum, value, i) => sum - value * (right[i] as number),
      scale * matern(this.#distance(a, b)),
    );
  }

  /**
   * The process, were the values at these points what it expects there (the kriging believer of Ginsbourger et al.,
   * "Kriging is well-suited to parallelize optimization", 2010): what runs at them is not tried again.
   */
  believing(points: readonly Float64Array[]): GpRegressor {
    if (points.length === 0) return this;
    const values = [...this.#data.values, ...points.map((point) => this.posterior(point)[0])];
    const data = {
      ...this.#data,
      points: [...this.#data.points, ...points],
      values: Float64Array.from(values),
    };
    return new GpRegressor(data, this.params);
  }

  #distance(a: Float64Array, b: Float64Array): number {
    const { relevances } = this.params;
    const { isCategorical } = this.#data;
    let sum = 0;
    for (let d = 0; d < a.length; d++) {
      const difference = (a[d] as number) - (b[d] as number);
      if (isCategorical[d]) sum += difference === 0 ? 0 : (relevances[d] as number);
      else sum += (relevances[d] as number) * difference * difference;
    }
    return sum;
  }
}
