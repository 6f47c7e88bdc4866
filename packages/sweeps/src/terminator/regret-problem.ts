import {
  type Distribution,
  isSingle,
  type ParamValue,
  type SearchSpace,
  sameDistribution,
} from '../distribution.ts';
import { GpCube } from '../samplers/gp/cube.ts';
import { fitRegressor } from '../samplers/gp/fit.ts';
import type { GpRegressor } from '../samplers/gp/regressor.ts';
import { standardize } from '../samplers/gp/standardize.ts';

/** The best trials of a study, which another thread can be sent. */
export interface RegretProblem {
  /** The parameters that all trials have. */
  space: SearchSpace;
  trials: { loss: number; params: Record<string, ParamValue> }[];
  seed: number;
}

const SAMPLES = 2048;
const DELTA = 0.1;

/**
 * How far the best value is from the best possible one at most, with a probability of 90 %, if the objective is like a
 * Gaussian process: the highest upper confidence bound in the space less the highest lower one among the trials
 * (Makarova et al., "Automatic Termination for Hyperparameter Optimization", AutoML 2022).
 */
export function regretOf({ space, trials, seed }: RegretProblem): number {
  const cube = openCube(space);
  const points = trials.map(({ params }) => cube.toPoint(params));
  // The process is of what is to be high.
  const { values, deviation } = standardize(Float64Array.from(trials, ({ loss }) => -loss));
  const regressor = fitRegressor({ points, values, isCategorical: cube.isCategorical });
  return regretBound({ regressor, cube, points, params: Object.keys(space).length, seed }) * deviation;
}

interface BoundOptions {
  regressor: GpRegressor;
  cube: GpCube;
  /** Of the trials. */
  points: readonly Float64Array[];
  /** How many parameters there are, those with one value among them. */
  params: number;
  seed: number;
}

/** The bound in standard deviations of the values. */
export function regretBound({ regressor, cube, points, params, seed }: BoundOptions): number {
  const beta = confidence(params, points.length);
  const bound = (point: Float64Array, side: 1 | -1) => {
    const [mean, variance] = regressor.posterior(point);
    return mean + side * Math.sqrt(beta * variance);
  };
  const highest = (among: readonly Float64Array[], side: 1 | -1) =>
    among.reduce((most, point) => Math.max(most, bound(point, side)), Number.NEGATIVE_INFINITY);
  const upper = Math.max(highest(points, 1), highest(cube.sample(SAMPLES, seed), 1));
  return upper - highest(points, -1);
}

/** The parameters of more than one value. */
export function openCube(space: SearchSpace): GpCube {
  const open = Object.entries(space).filter(([, distribution]) => !isSingle(distribution));
  return new GpCube(Object.fromEntries(open));
}

/** How many standard deviations the bounds are apart, squared; a fifth of what is proven, as in the paper. */
function confidence(params: number, trials: number): number {
  return (2 * Math.log((params * trials ** 2 * Math.PI ** 2) / 6 / DELTA)) / 5;
}

/** The parameters that all trials have with one distribution. */
export function sharedSpace(distributions: readonly SearchSpace[]): SearchSpace {
  const [first = {}, ...others] = distributions;
  return Object.fromEntries(
    Object.entries(first).filter(([name, distribution]) =>
      others.every((one) => name in one && sameDistribution(one[name] as Distribution, distribution)),
    ),
  );
}
