import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Axes } from './axes.ts';

/** The normal distribution that points are drawn from: its covariance is sigma² times the one here. */
export interface State {
  mean: number[];
  sigma: number;
  covariance: Matrix;
}

const BETA_MEAN = 0.1;
const BETA_SIGMA = 0.03;
const ALPHA = 1.4;
const GAMMA = 0.1;

/**
 * How much of each update is taken, by how much of it is signal: CMA-ES with learning rate adaptation (Nomura,
 * Akimoto and Ono, "CMA-ES with Learning Rate Adaptation", GECCO 2023, arXiv:2304.03473). For objectives that are noisy
 * or have many optima.
 */
export class LearningRates {
  readonly #mean: Rate;
  readonly #covariance: Rate;

  constructor(dimensions: number) {
    this.#mean = new Rate(dimensions, BETA_MEAN);
    this.#covariance = new Rate(dimensions * dimensions, BETA_SIGMA);
  }

  /** @param axes of the covariance before */
  damp(before: State, after: State, { vectors, lengths }: Axes): State {
    const inverse = Matrix.diag(lengths.map((length) => 1 / (length * before.sigma)));
    const whitener = vectors.mmul(inverse).mmul(vectors.transpose());
    const moved = after.mean.map((x, i) => x - (before.mean[i] as number));
    const [full, old] = [scaled(after), scaled(before)];
    const changed = Matrix.sub(full, old);
    const local = whitener.mmul(changed).mmul(whitener).div(Math.SQRT2);

    const previous = this.#mean.value;
    this.#mean.learn(whitener.mmul(Matrix.columnVector(moved)).to1DArray());
    this.#covariance.learn(local.to1DArray());

    const mean = before.mean.map((x, i) => x + this.#mean.value * (moved[i] as number));
    const total = Matrix.add(old, changed.mul(this.#covariance.value));
    const { realEigenvalues } = new EigenvalueDecomposition(total, { assumeSymmetric: true });
    const logs = realEigenvalues.reduce((sum, value) => sum + Math.log(value), 0);
    const sigma = Math.exp(logs / 2 / mean.length);
    return {
      mean,
      covariance: total.div(sigma * sigma),
      sigma: (sigma * previous) / this.#mean.value,
    };
  }
}

/** The learning rate of one part of the distribution, by moving averages of its updates. */
class Rate {
  value = 1;
  readonly #beta: number;
  #average: number[];
  #square = 0;

  constructor(size: number, beta: number) {
    this.#beta = beta;
    this.#average = Array(size).fill(0);
  }

  /** @param update in coordinates in which the distribution before it is standard normal */
  learn(update: number[]): void {
    const beta = this.#beta;
    this.#average = this.#average.map((x, i) => (1 - beta) * x + beta * (update[i] as number));
    this.#square = (1 - beta) * this.#square + beta * squared(update);
    const signal = squared(this.#average);
    const ratio = (signal - (beta / (2 - beta)) * this.#square) / (this.#square - signal);
    const relative = Math.min(Math.max(ratio / ALPHA / this.value - 1, -1), 1);
    this.value = Math.min(this.value * Math.exp(Math.min(GAMMA * this.value, beta) * relative), 1);
  }
}

function scaled({ sigma, covariance }: State): Matrix {
  return Matrix.mul(covariance, sigma * sigma);
}

function squared(vector: readonly number[]): number {
  return vector.reduce((sum, x) => sum + x * x, 0);
}
