import { invalid } from '@orrery/core';
import { determinant, Matrix } from 'ml-matrix';
import type { Solution } from './strategy.ts';

const BEST_SHARE = 0.1;
const PRIOR = 0.1;

/**
 * Where CMA-ES begins that knows solutions of a similar problem: the normal distribution that is closest to the best
 * tenth of them, each blurred (Nomura et al., "Warm Starting CMA-ES for Hyperparameter Optimization", AAAI 2021,
 * arXiv:2012.06932).
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for fewer than ten solutions
 */
export function warmStart(solutions: readonly Solution[]): {
  mean: number[];
  sigma: number;
  covariance: number[][];
} {
  const count = Math.floor(solutions.length * BEST_SHARE);
  if (count < 1)
    throw invalid(
      `source_trials has ${solutions.length} trials with the parameters of this study; ten and more are needed.`,
    );
  const best = solutions.toSorted((a, b) => a.loss - b.loss).slice(0, count);
  const points = new Matrix(best.map(({ point }) => [...point]));
  const mean = points.mean('column');
  const off = points.subRowVector(mean);
  const n = mean.length;
  const total = off
    .transpose()
    .mmul(off)
    .div(count)
    .add(Matrix.eye(n, n, PRIOR ** 2));
  const size = determinant(total);
  return { mean, sigma: size ** (1 / 2 / n), covariance: total.div(size ** (1 / n)).to2DArray() };
}
