import type { Random } from '../../../random.ts';
import { type Crossover, pairwise } from './crossover.ts';

const ALPHA = 0.5;

/** Blend crossover: uniform over the box of both parents, made larger by half on each side (Eshelman and Schaffer, 1993). */
export class BlxAlphaCrossover implements Crossover {
  readonly parents = 2;

  cross(parents: readonly (readonly number[])[], random: Random): number[] {
    return pairwise(parents, (a, b) => {
      const wider = ALPHA * Math.abs(a - b);
      const [low, high] = [Math.min(a, b) - wider, Math.max(a, b) + wider];
      return low + (high - low) * random.next();
    });
  }
}
