import { erfcx, logCdf, logPdf } from '../../normal.ts';
import type { GpRegressor } from './regressor.ts';

/** How much is to be hoped for at a point, as a logarithm. */
export interface Acquisition {
  /** @param gradient written where it is given */
  evaluate(x: Float64Array, gradient?: Float64Array): number;
}

/** Added to variances, so that none is 0. */
const STABLE = 1e-12;
const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** log E[max(0, z + N(0, 1))], also far in the tail (Ament et al., "Unexpected Improvements to Expected Improvement", 2023). */
export function logExpectedExcess(z: number): number {
  if (z > -4) return Math.log(z * Math.exp(logCdf(z)) + Math.exp(logPdf(z)));
  const mills = Math.sqrt(Math.PI / 2) * erfcx(-z / Math.SQRT2);
  return -0.5 * z * z - LOG_SQRT_2PI + Math.log1p(z * mills);
}

/** Where mean and standard deviation of a Gaussian process are, and how they change. */
class Belief {
  readonly #regressor: GpRegressor;
  readonly #slopes: { mean: Float64Array; variance: Float64Array };

  constructor(regressor: GpRegressor, dimensions: number) {
    this.#regressor = regressor;
    this.#slopes = { mean: new Float64Array(dimensions), variance: new Float64Array(dimensions) };
  }

  at(x: Float64Array, withSlopes: boolean): { mean: number; deviation: number } {
    const [mean, variance] = this.#regressor.posterior(x, withSlopes ? this.#slopes : undefined);
    return { mean, deviation: Math.sqrt(variance + STABLE) };
  }

  /** Adds to a gradient, given how the function changes with mean and deviation where it was asked last. */
  addSlopes(gradient: Float64Array, byMean: number, byDeviation: number, deviation: number): void {
    const { mean, variance } = this.#slopes;
    for (let d = 0; d < gradient.length; d++) {
      gradient[d] =
        (gradient[d] as number) +
        byMean * (mean[d] as number) +
        (byDeviation * (variance[d] as number)) / (2 * deviation);
    }
  }
}

/** The expected improvement over `best`, where more is better. */
export class LogExpectedImprovement implements Acquisition {
  readonly #belief: Belief;
  readonly #best: number;

  constructor(regressor: GpRegressor, best: number) {
    this.#belief = new Belief(regressor, regressor.params.relevances.length);
    this.#best = best;
  }

  evaluate(x: Float64Array, gradient?: Float64Array): number {
    const { mean, deviation } = this.#belief.at(x, gradient !== undefined);
    const z = (mean - this.#best) / deviation;
    const excess = logExpectedExcess(z);
    if (gradient) {
      gradient.fill(0);
      const [byMean, byDeviation] = [Math.exp(logCdf(z) - excess), Math.exp(logPdf(z) - excess)];
      this.#belief.addSlopes(gradient, byMean / deviation, byDeviation / deviation, deviation);
    }
    return excess + Math.log(deviation);
  }
}

/** The probability that a value is above `threshold`. */
export class LogProbability implements Acquisition {
  readonly #belief: Belief;
  readonly #threshold: number;

  constructor(regressor: GpRegressor, threshold: number) {
    this.#belief = new Belief(regressor, regressor.params.relevances.length);
    this.#threshold = threshold;
  }

  evaluate(x: Float64Array, gradient?: Float64Array): number {
    const { mean, deviation } = this.#belief.at(x, gradient !== undefined);
    const z = (mean - this.#threshold) / deviation;
    const log = logCdf(z);
    if (gradient) {
      gradient.fill(0);
      const slope = Math.exp(logPdf(z) - log) / deviation;
      this.#belief.addSlopes(gradient, slope, -slope * z, deviation);
    }
    return log;
  }
}

/** A box of objective space, by the lowest and the highest values in it. */
export interface ValueBox {
  low: readonly number[];
  high: readonly number[];
}

/**
 * The expected hypervolume improvement (Daulton, Balandat and Bakshy, "Differentiable Expected Hypervolume
 * Improvement", 2020): the mean over fixed draws of what each adds in the boxes that no known point dominates.
 */
export class LogExpectedHypervolume implements Acquisition {
  readonly #beliefs: Belief[];
  /** The low corner and the sides of each box, one after the other. */
  readonly #low: Float64Array;
  readonly #most: Float64Array;
  /** Standard normal numbers: one list a draw, one number an objective. */
  readonly #draws: readonly (readonly number[])[];

  constructor(
    regressors: readonly GpRegressor[],
    boxes: readonly ValueBox[],
    draws: readonly (readonly number[])[],
  ) {
    const dimensions = (regressors[0] as GpRegressor).params.relevances.length;
    this.#beliefs = regressors.map((regressor) => new Belief(regressor, dimensions));
    this.#low = Float64Array.from(boxes.flatMap(({ low }) => low));
    this.#most = Float64Array.from(
      boxes.flatMap(({ low, high }) => high.map((x, k) => Math.max(x - (low[k] as number), STABLE))),
    );
    this.#draws = draws;
  }

  evaluate(x: Float64Array, gradient?: Float64Array): number {
    const beliefs = this.#beliefs.map((belief) => belief.at(x, gradient !== undefined));
    const objectives = beliefs.length;
    const [byMean, byDeviation] = [new Float64Array(objectives), new Float64Array(objectives)];
    const value = new Float64Array(objectives);
    let total = 0;
    for (const draw of this.#draws) {
      beliefs.forEach(({ mean, deviation }, k) => {
        value[k] = mean + deviation * (draw[k] as number);
      });
      total += gradient ? this.#addSlopes(value, draw, byMean, byDeviation) : this.#volume(value);
    }
    if (gradient) {
      gradient.fill(0);
      beliefs.forEach(({ deviation }, k) => {
        const [mean, spread] = [(byMean[k] as number) / total, (byDeviation[k] as number) / total];
        this.#beliefs[k]?.addSlopes(gradient, mean, spread, deviation);
      });
    }
    return Math.log(total / this.#draws.length);
  }

  /** What a value adds, over all boxes. */
  #volume(value: Float64Array): number {
    const [low, most, objectives] = [this.#low, this.#most, value.length];
    let sum = 0;
    for (let b = 0; b < low.length; b += objectives) {
      let volume = 1;
      for (let k = 0; k < objectives; k++) {
        const side = (value[k] as number) - (low[b + k] as number);
        const limit = most[b + k] as number;
        volume *= side < STABLE ? STABLE : Math.min(side, limit);
      }
      sum += volume;
    }
    return sum;
  }

  /** The same, and adds how it changes with mean and deviation of each objective. */
  #addSlopes(
    value: Float64Array,
    draw: readonly number[],
    byMean: Float64Array,
    byDeviation: Float64Array,
  ): number {
    const [low, most, objectives] = [this.#low, this.#most, value.length];
    const sides = new Float64Array(objectives);
    let sum = 0;
    for (let b = 0; b < low.length; b += objectives) {
      let volume = 1;
      for (let k = 0; k < objectives; k++) {
        const side = (value[k] as number) - (low[b + k] as number);
        const limit = most[b + k] as number;
        sides[k] = side > STABLE && side < limit ? side : 0;
        volume *= Math.min(Math.max(side, STABLE), limit);
      }
      sum += volume;
      for (let k = 0; k < objectives; k++) {
        if (sides[k] === 0) continue;
        const slope = volume / (sides[k] as number);
        byMean[k] = (byMean[k] as number) + slope;
        byDeviation[k] = (byDeviation[k] as number) + slope * (draw[k] as number);
      }
    }
    return sum;
  }
}

/** Several at once, as if they did not depend on one another. */
export class Product implements Acquisition {
  readonly #parts: readonly Acquisition[];

  constructor(parts: readonly Acquisition[]) {
    this.#parts = parts;
  }

  evaluate(x: Float64Array, gradient?: Float64Array): number {
    if (!gradient) return this.#parts.reduce((sum, part) => sum + part.evaluate(x), 0);
    const own = new Float64Array(gradient.length);
    gradient.fill(0);
    let sum = 0;
    for (const part of this.#parts) {
      sum += part.evaluate(x, own);
      for (let d = 0; d < own.length; d++) gradient[d] = (gradient[d] as number) + (own[d] as number);
    }
    return sum;
  }
}
