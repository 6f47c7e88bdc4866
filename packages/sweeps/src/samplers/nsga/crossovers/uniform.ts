import type { Random } from '../../../random.ts';
import { type Crossover, pairwise } from './crossover.ts';

/** Each gene from either parent (Syswerda, "Uniform crossover in genetic algorithms", 1989). */
export class UniformCrossover implements Crossover {
  readonly parents = 2;
  readonly #swapping: number;

  /** @param swapping how likely a gene is the first parent's */
  constructor(swapping = 0.5) {
    this.#swapping = swapping;
  }

  cross(parents: readonly (readonly number[])[], random: Random): number[] {
    return pairwise(parents, (a, b) => (random.next() < this.#swapping ? a : b));
  }
}
