import type { Random } from '../../../random.ts';
import type { Crossover } from './crossover.ts';

/** Simplex crossover: uniform over a simplex around three parents (Tsutsui, Yamamura and Higuchi, GECCO 1999). */
export class SpxCrossover implements Crossover {
  readonly parents = 3;

  cross(parents: readonly (readonly number[])[], random: Random): number[] {
    const dimensions = (parents[0] as readonly number[]).length;
    const wider = Math.sqrt(dimensions + 2);
    const centre = Array.from({ length: dimensions }, (_, i) =>
      mean(parents.map((parent) => parent[i] as number)),
    );
    const corners = parents.map((parent) =>
      parent.map((x, i) => (centre[i] as number) * (1 - wider) + wider * x),
    );
    const shares = corners.slice(1).map((_, k) => random.next() ** (1 / (k + 1)));
    return (corners.at(-1) as number[]).map((last, i) => {
      const offset = shares.reduce((sum, share, k) => {
        const [a, b] = [corners[k]?.[i] as number, corners[k + 1]?.[i] as number];
        return share * (a - b + sum);
      }, 0);
      return last + offset;
    });
  }
}

function mean(values: number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
