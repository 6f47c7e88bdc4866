import type { Random } from '../../../random.ts';
import type { Crossover } from './crossover.ts';
import { pickChild } from './pick.ts';

/** Modified simulated binary crossover, which reaches any point (Ballester and Carter, "Real-parameter genetic algorithms for finding multiple optimal solutions in multi-modal optimization", GECCO 2003). */
export class VsbxCrossover implements Crossover {
  readonly parents = 2;

  cross(parents: readonly (readonly number[])[], random: Random, severalObjectives: boolean): number[] {
    const [first, second] = parents as [readonly number[], readonly number[]];
    const power = 1 / ((severalObjectives ? 20 : 2) + 1);
    const betas = first.map(() => {
      const drawn = random.next();
      return [
        (1 / Math.max(2 * drawn, 1e-10)) ** power,
        (1 / Math.max(2 * (1 - drawn), 1e-10)) ** power,
      ] as const;
    });
    const [near, far] = [random.next() <= 0.5, random.next() <= 0.5];
    const child = (make: (a: number, b: number, one: number, two: number) => number) =>
      first.map((a, i) => {
        const [one, two] = betas[i] as readonly [number, number];
        return 0.5 * make(a, second[i] as number, one, two);
      });
    const left = child((a, b, one, two) =>
      near ? (1 + one) * a + (1 - two) * b : (1 - one) * a + (1 + two) * b,
    );
    const right = child((a, b, one, two) =>
      far ? (3 - one) * a - (1 - two) * b : -(1 - one) * a + (3 - two) * b,
    );
    return pickChild([left, right], parents, random);
  }
}
