import { Cholesky } from './cholesky.ts';
import { minimize } from './lbfgs.ts';
import { matern, maternSlope } from './matern.ts';
import { GpRegressor, type KernelParams, type Observations } from './regressor.ts';

/** The least noise there is taken to be. */
export const LEAST_NOISE = 1e-6;

export interface FitOptions {
  /** Where to begin, for example with what was found for one trial less. */
  start?: KernelParams | undefined;
  /** Whether the objective has no noise. */
  deterministic?: boolean;
}

/**
 * Fits the kernel to the data: the parameters that are most likely, given what Optuna takes for likely beforehand
 * (length scales near the width of the space, a Gamma(2, 1) scale, little noise). Where the search fails from
 * `start`, it begins from the default.
 */
export function fitRegressor(
  data: Observations,
  { start, deterministic = false }: FitOptions = {},
): GpRegressor {
  const dimensions = data.isCategorical.length;
  const standard: KernelParams = { relevances: new Float64Array(dimensions).fill(1), scale: 1, noise: 1 };
  const objective = lossOf(data, deterministic);
  for (const from of start ? [start, standard] : [standard]) {
    const { x, value } = minimize(objective, toRaw(from), { gradientTolerance: 1e-2, iterations: 300 });
    if (!Number.isFinite(value)) continue;
    try {
      return new GpRegressor(data, fromRaw(x, deterministic));
    } catch {
      // Not positive definite with these parameters.
    }
  }
  return new GpRegressor(data, standard);
}

/** The negative log likelihood and prior, by the logarithms of the parameters. */
export function lossOf({ points, values, isCategorical }: Observations, deterministic: boolean) {
  const n = points.length;
  const dimensions = isCategorical.length;
  const squares = pairwiseSquares(points, isCategorical);
  return (raw: Float64Array, gradient: Float64Array): number => {
    const { relevances, scale, noise } = fromRaw(raw, deterministic);
    const covariance = new Float64Array(n * n);
    const slopes = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      covariance[i * n + i] = scale + noise;
      for (let j = 0; j < i; j++) {
        const at = i * n + j;
        let distance = 0;
        for (let d = 0; d < dimensions; d++)
          distance += (relevances[d] as number) * (squares[at * dimensions + d] as number);
        covariance[at] = covariance[j * n + i] = scale * matern(distance);
        slopes[at] = scale * maternSlope(distance);
      }
    }
    let cholesky: Cholesky;
    try {
      cholesky = new Cholesky(covariance, n);
    } catch {
      return Number.POSITIVE_INFINITY;
    }
    const half = cholesky.solveLower(Float64Array.from(values));
    const fit = 0.5 * half.reduce((sum, x) => sum + x * x, 0);
    const weights = cholesky.solveUpper(half);
    const inverse = cholesky.inverse();

    // ∂L/∂K = ½ (K⁻¹ − w wᵀ); each pair counts twice.
    gradient.fill(0);
    let [byScale, byNoise] = [0, 0];
    for (let i = 0; i < n; i++) {
      const own = 0.5 * ((inverse[i * n + i] as number) - (weights[i] as number) ** 2);
      byNoise += own;
      byScale += own * scale;
      for (let j = 0; j < i; j++) {
        const at = i * n + j;
        const both = (inverse[at] as number) - (weights[i] as number) * (weights[j] as number);
        byScale += both * (covariance[at] as number);
        const slope = both * (slopes[at] as number);
        for (let d = 0; d < dimensions; d++)
          gradient[d] = (gradient[d] as number) + slope * (squares[at * dimensions + d] as number);
      }
    }
    let prior = -Math.log(scale) + scale - 0.1 * Math.log(noise) + 30 * noise;
    for (let d = 0; d < dimensions; d++) {
      const relevance = relevances[d] as number;
      prior += 0.1 / relevance + 0.1 * relevance;
      gradient[d] = relevance * ((gradient[d] as number) + 0.1 - 0.1 / relevance ** 2);
    }
    gradient[dimensions] = byScale - 1 + scale;
    gradient[dimensions + 1] = deterministic ? 0 : (noise - LEAST_NOISE) * (byNoise - 0.1 / noise + 30);
    return 0.5 * cholesky.logDeterminant() + fit + prior;
  };
}

export function toRaw({ relevances, scale, noise }: KernelParams): number[] {
  return [...relevances.map(Math.log), Math.log(scale), Math.log(noise - 0.99 * LEAST_NOISE)];
}

function fromRaw(raw: Float64Array, deterministic: boolean): KernelParams {
  const dimensions = raw.length - 2;
  return {
    relevances: raw.slice(0, dimensions).map(Math.exp),
    scale: Math.exp(raw[dimensions] as number),
    noise: LEAST_NOISE + (deterministic ? 0 : Math.exp(raw[dimensions + 1] as number)),
  };
}

/** Of each pair and parameter the squared difference; 0 or 1 where it is categorical. */
function pairwiseSquares(points: readonly Float64Array[], isCategorical: readonly boolean[]): Float64Array {
  const [n, dimensions] = [points.length, isCategorical.length];
  const squares = new Float64Array(n * n * dimensions);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let d = 0; d < dimensions; d++) {
        const difference = (points[i]?.[d] as number) - (points[j]?.[d] as number);
        squares[(i * n + j) * dimensions + d] = isCategorical[d] ? Number(difference !== 0) : difference ** 2;
      }
    }
  }
  return squares;
}
