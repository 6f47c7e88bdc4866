import { invalid } from '@orrery/core';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Random } from '../../random.ts';
import type { Axes } from './axes.ts';
import { type Constants, constantsOf, separableConstants } from './constants.ts';
import { LearningRates } from './learning-rates.ts';
import type { Drawn, Solution, Strategy } from './strategy.ts';

export interface CmaOptions {
  mean: readonly number[];
  sigma: number;
  covariance?: number[][] | undefined;
  populationSize?: number | undefined;
  /** Whether the covariance is kept diagonal. */
  isSeparable?: boolean;
  /** Whether it learns slower where what it sees is noisy or has many optima; see `LearningRates`. */
  adaptsLearningRates?: boolean;
}

const SMALLEST = 1e-8;

/**
 * The covariance matrix adaptation evolution strategy in the unit cube, as in Hansen's tutorial ("The CMA Evolution
 * Strategy: A Tutorial", arXiv:1604.00772; numbers of equations are its own), with active updates.
 */
export class Cma implements Strategy {
  readonly populationSize: number;
  #generation = 0;
  readonly #constants: Constants;
  readonly #isSeparable: boolean;
  readonly #rates: LearningRates | undefined;
  #mean: number[];
  #sigma: number;
  #covariance: Matrix;
  #sigmaPath: number[];
  #path: number[];
  #axes: Axes | undefined;

  constructor({ mean, sigma, covariance, populationSize, isSeparable, adaptsLearningRates }: CmaOptions) {
    const dimensions = mean.length;
    if (!(sigma > 0)) throw invalid(`sigma0=${sigma} must be positive.`);
    this.populationSize = populationSize ?? 4 + Math.floor(3 * Math.log(dimensions));
    this.#isSeparable = isSeparable ?? false;
    this.#constants = (isSeparable ? separableConstants : constantsOf)(dimensions, this.populationSize);
    this.#rates = adaptsLearningRates ? new LearningRates(dimensions) : undefined;
    this.#mean = [...mean];
    this.#sigma = sigma;
    this.#covariance = covariance ? new Matrix(covariance) : Matrix.eye(dimensions);
    this.#sigmaPath = mean.map(() => 0);
    this.#path = mean.map(() => 0);
  }

  get generation(): number {
    return this.#generation;
  }

  get mean(): readonly number[] {
    return this.#mean;
  }

  get sigma(): number {
    return this.#sigma;
  }

  get covariance(): number[][] {
    return this.#covariance.to2DArray();
  }

  /** Moves the mean, for a variant that corrects it. */
  moveMean(to: readonly number[]): void {
    this.#mean = [...to];
  }

  ask(random: Random): Drawn {
    const point = this.askInside(random, () => true);
    return { point, raw: point };
  }

  /**
   * A point: drawn again while it is outside of the cube, ten times a dimension at most, then moved in.
   *
   * @param isBound whether a dimension has to be inside
   */
  askInside(random: Random, isBound: (dimension: number) => boolean): number[] {
    const isInside = (x: number, i: number) => !isBound(i) || (x >= 0 && x <= 1);
    let point = this.#draw(random);
    for (let i = 0; i < 10 * this.#mean.length && !point.every(isInside); i++) point = this.#draw(random);
    return point.map((x, i) => (isBound(i) ? Math.min(Math.max(x, 0), 1) : x));
  }

  tell(solutions: readonly Solution[]): void {
    if (solutions.length !== this.populationSize)
      throw invalid(`A generation has ${this.populationSize} solutions, not ${solutions.length}.`);
    this.#generation++;
    const { weights, parents, parentWeight, c1, cMu, cSigma, dSigma, cc, expectedLength } = this.#constants;
    const dimensions = this.#mean.length;
    const sorted = [...solutions].sort((a, b) => a.loss - b.loss);
    const steps = sorted.map(({ point }) =>
      point.map((x, i) => (x - (this.#mean[i] as number)) / this.#sigma),
    );
    const whiten = this.#whitener();
    const before = { mean: this.#mean, sigma: this.#sigma, covariance: this.#covariance };
    const axes = this.#decompose();
    this.#axes = undefined;

    // Selection and recombination (41, 42).
    const step = this.#mean.map((_, i) =>
      steps.slice(0, parents).reduce((sum, y, k) => sum + (weights[k] as number) * (y[i] as number), 0),
    );
    this.#mean = this.#mean.map((x, i) => x + this.#sigma * (step[i] as number));

    // Step size (43, 44).
    const white = whiten(step);
    const gain = Math.sqrt(cSigma * (2 - cSigma) * parentWeight);
    this.#sigmaPath = this.#sigmaPath.map((x, i) => (1 - cSigma) * x + gain * (white[i] as number));
    const length = Math.hypot(...this.#sigmaPath);
    this.#sigma = Math.min(this.#sigma * Math.exp((cSigma / dSigma) * (length / expectedLength - 1)), 1e32);

    // Covariance (45 to 47). The path stalls while the step size grows fast.
    const settled = length / Math.sqrt(1 - (1 - cSigma) ** (2 * (this.#generation + 1)));
    const moves = settled < (1.4 + 2 / (dimensions + 1)) * expectedLength ? 1 : 0;
    const push = moves * Math.sqrt(cc * (2 - cc) * parentWeight);
    this.#path = this.#path.map((x, i) => (1 - cc) * x + push * (step[i] as number));
    const signed = weights.map((weight, k) => {
      const squared = whiten(steps[k] as number[]).reduce((sum, x) => sum + x * x, 0);
      return weight >= 0 ? weight : (weight * dimensions) / (squared + SMALLEST);
    });
    const stall = (1 - moves) * cc * (2 - cc);
    const total = weights.reduce((a, b) => a + b, 0);
    const keep = 1 + c1 * stall - c1 - cMu * total;
    const path = this.#path;
    this.#covariance = new Matrix(
      path.map((a, i) =>
        path.map((b, j) => {
          if (this.#isSeparable && i !== j) return 0;
          const rank = signed.reduce((sum, weight, k) => sum + weight * outer(steps[k] as number[], i, j), 0);
          return keep * this.#covariance.get(i, j) + c1 * a * b + cMu * rank;
        }),
      ),
    );
    if (!this.#rates) return;
    const after = { mean: this.#mean, sigma: this.#sigma, covariance: this.#covariance };
    const damped = this.#rates.damp(before, after, axes);
    this.#mean = damped.mean;
    this.#sigma = damped.sigma;
    this.#covariance = damped.covariance;
  }

  #draw(random: Random): number[] {
    const { vectors, lengths } = this.#decompose();
    const stretched = lengths.map((length) => length * random.normal());
    return this.#mean.map(
      (x, i) => x + this.#sigma * stretched.reduce((sum, z, j) => sum + vectors.get(i, j) * z, 0),
    );
  }

  /** Multiplies by C^(-1/2). */
  #whitener(): (vector: readonly number[]) => number[] {
    const { vectors, lengths } = this.#decompose();
    return (vector) => {
      const turned = lengths.map(
        (length, j) => vector.reduce((sum, x, i) => sum + vectors.get(i, j) * x, 0) / length,
      );
      return vector.map((_, i) => turned.reduce((sum, x, j) => sum + vectors.get(i, j) * x, 0));
    };
  }

  /** The principal axes of the covariance; what rounding made negative is lifted. */
  #decompose(): Axes {
    if (!this.#axes) {
      const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(this.#covariance, {
        assumeSymmetric: true,
      });
      const lengths = realEigenvalues.map((value) => Math.sqrt(value < 0 ? SMALLEST : value));
      if (realEigenvalues.some((value) => value < 0)) {
        const diagonal = Matrix.diag(lengths.map((length) => length * length));
        this.#covariance = eigenvectorMatrix.mmul(diagonal).mmul(eigenvectorMatrix.transpose());
      }
      this.#axes = { vectors: eigenvectorMatrix, lengths };
    }
    return this.#axes;
  }
}

function outer(vector: readonly number[], i: number, j: number): number {
  return (vector[i] as number) * (vector[j] as number);
}
