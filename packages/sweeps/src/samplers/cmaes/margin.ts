import { cdf, quantile } from '../../normal.ts';
import type { Random } from '../../random.ts';
import { Cma, type CmaOptions } from './cma.ts';
import type { Drawn, Solution, Strategy } from './strategy.ts';

export interface MarginOptions extends CmaOptions {
  /** Of the grid of each dimension, as a part of its range; null for none. */
  steps: readonly (number | null)[];
}

const SMALLEST = 1e-10;

/**
 * CMA-ES with margin (Hamano et al., "CMA-ES with Margin", GECCO 2022, arXiv:2205.13482): whatever it has learnt, in each
 * dimension that has a grid the other values keep a probability, so that it does not end at one of them.
 */
export class MarginCma implements Strategy {
  readonly #cma: Cma;
  readonly #grids: readonly (Grid | null)[];
  readonly #margin: number;
  /** How much wider points are spread in each dimension than the distribution says (A). */
  readonly #spread: number[];

  constructor({ steps, ...options }: MarginOptions) {
    this.#cma = new Cma(options);
    this.#grids = steps.map((step) => (step === null ? null : new Grid(step)));
    this.#margin = 1 / (steps.length * this.#cma.populationSize);
    this.#spread = steps.map(() => 1);
  }

  get generation(): number {
    return this.#cma.generation;
  }

  get populationSize(): number {
    return this.#cma.populationSize;
  }

  get mean(): readonly number[] {
    return this.#cma.mean;
  }

  get sigma(): number {
    return this.#cma.sigma;
  }

  get covariance(): number[][] {
    return this.#cma.covariance;
  }

  get spread(): readonly number[] {
    return this.#spread;
  }

  ask(random: Random): Drawn {
    const raw = this.#cma.askInside(random, (i) => this.#grids[i] === null);
    const { mean } = this.#cma;
    const point = raw.map((x, i) => {
      const middle = mean[i] as number;
      return this.#grids[i]?.nearest((x - middle) * (this.#spread[i] as number) + middle) ?? x;
    });
    return { point, raw };
  }

  tell(solutions: readonly Solution[]): void {
    this.#cma.tell(solutions);
    const { covariance, sigma } = this.#cma;
    const mean = this.#cma.mean.map((middle, i) => {
      const grid = this.#grids[i];
      return grid ? this.#correct(middle, i, grid, sigma * Math.sqrt(covariance[i]?.[i] as number)) : middle;
    });
    this.#cma.moveMean(mean);
  }

  /** The mean in one dimension with the margin kept; changes the spread there. */
  #correct(middle: number, i: number, grid: Grid, width: number): number {
    const margin = this.#margin;
    const [low, high] = grid.around(middle);
    const scale = width * (this.#spread[i] as number);
    const below = cdf((low - middle) / scale);
    const above = 1 - cdf((high - middle) / scale);
    const inside = 1 - (below + above);
    if (Math.max(below, above) > 0.5) {
      if (Math.min(below, above) >= margin) return middle;
      return high - Math.sign(middle - high) * scale * quantile(margin);
    }
    const [a, b] = [Math.max(below, margin / 2), Math.max(above, margin / 2)];
    const share = (1 - a - b - inside) / (a + inside + b - (3 * margin) / 2);
    const reach = (p: number) =>
      -quantile(Math.min(Math.max(p + share * (p - margin / 2), SMALLEST), 0.5 - SMALLEST));
    const [down, up] = [reach(a), reach(b)];
    this.#spread[i] = (high - low) / ((down + up) * width);
    return (low * up + high * down) / (down + up);
  }
}

/** Values from 0 to 1 in equal steps. */
class Grid {
  readonly #step: number;
  readonly #last: number;

  constructor(step: number) {
    this.#step = step;
    this.#last = Math.ceil((1 + step / 2) / step) - 1;
  }

  nearest(x: number): number {
    return this.#step * this.#indexOf(x);
  }

  /** The bounds of the cell that holds x; of the outermost cells the inner bound, twice. */
  around(x: number): [low: number, high: number] {
    const index = this.#indexOf(x);
    const boundAfter = (place: number) => this.#step * (Math.min(Math.max(place, 0), this.#last - 1) + 0.5);
    return [boundAfter(index - 1), boundAfter(index)];
  }

  #indexOf(x: number): number {
    return Math.min(Math.max(Math.ceil(x / this.#step - 0.5), 0), this.#last);
  }
}
