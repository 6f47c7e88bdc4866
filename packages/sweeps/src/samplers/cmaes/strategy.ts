import type { Random } from '../../random.ts';

/** A point of the unit cube, and what the strategy is to be told of it where that differs. */
export interface Drawn {
  point: number[];
  raw: number[];
}

export interface Solution {
  point: readonly number[];
  loss: number;
}

/** A variant of CMA-ES in the unit cube. */
export interface Strategy {
  readonly generation: number;
  readonly populationSize: number;
  ask(random: Random): Drawn;
  /** Ends a generation. @param solutions as many as the population has */
  tell(solutions: readonly Solution[]): void;
}
