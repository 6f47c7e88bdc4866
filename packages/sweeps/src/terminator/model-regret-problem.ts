import type { ParamValue, SearchSpace } from '../distribution.ts';
import { cdf, logPdf } from '../normal.ts';
import { fitRegressor, LEAST_NOISE } from '../samplers/gp/fit.ts';
import { standardize } from '../samplers/gp/standardize.ts';
import { openCube, regretBound } from './regret-problem.ts';

/** The complete trials of a study in order, which another thread can be sent; two and more. */
export interface ModelRegretProblem {
  space: SearchSpace;
  trials: { loss: number; params: Record<string, ParamValue> }[];
  deterministic: boolean;
  seed: number;
}

/**
 * How much the last trial has changed of what a Gaussian process expects of the best one, at most: the gap of expected
 * minimum simple regrets (Ishibashi et al., "A stopping criterion for Bayesian optimization by the gap of expected minimum
 * simple regrets", AISTATS 2023; theorem 1, equation 4 and algorithm 1). In standard deviations of the values.
 */
export function modelRegretOf({ space, trials, deterministic, seed }: ModelRegretProblem): number {
  const cube = openCube(space);
  const points = trials.map(({ params }) => cube.toPoint(params));
  // The process is of what is to be high.
  const { values } = standardize(Float64Array.from(trials, ({ loss }) => -loss));
  const { isCategorical } = cube;
  const [last, before] = [points.at(-1) as Float64Array, points.slice(0, -1)];
  const without = fitRegressor(
    { points: before, values: values.slice(0, -1), isCategorical },
    { deterministic },
  );
  const regressor = fitRegressor({ points, values, isCategorical }, { deterministic, start: without.params });

  const best = points[highest(values)] as Float64Array;
  const bestBefore = points[highest(values.slice(0, -1))] as Float64Array;
  const [mean, variance] = regressor.posterior(best);
  const [meanBefore] = without.posterior(bestBefore);
  const spread = Math.sqrt(
    Math.max(
      1e-10,
      variance - 2 * regressor.covariance(best, bestBefore) + regressor.posterior(bestBefore)[1],
    ),
  );
  const gain = (mean - meanBefore) / spread;
  const expected = meanBefore - mean + spread * (Math.exp(logPdf(gain)) + gain * cdf(gain));

  const [meanLast, varianceLast] = regressor.posterior(last);
  const noisy = varianceLast + LEAST_NOISE;
  const surprise = (values.at(-1) as number) - meanLast;
  const divergence =
    Math.log(1 + varianceLast / LEAST_NOISE) -
    varianceLast / noisy +
    (varianceLast * surprise ** 2) / noisy ** 2;
  const params = Object.keys(space).length;
  const bound = regretBound({ regressor: without, cube, points: before, params, seed });
  return expected + bound * Math.sqrt(divergence / 4);
}

function highest(values: Float64Array): number {
  return values.indexOf(Math.max(...values));
}
