import type { Random } from '../../../random.ts';
import type { Crossover } from './crossover.ts';
import { pickChild } from './pick.ts';

/** Simulated binary crossover within bounds (Deb and Agrawal, "Simulated binary crossover for continuous search space", 1995). */
export class SbxCrossover implements Crossover {
  readonly parents = 2;

  cross(parents: readonly (readonly number[])[], random: Random, severalObjectives: boolean): number[] {
    const [first, second] = parents as [readonly number[], readonly number[]];
    const power = (severalObjectives ? 20 : 2) + 1;
    const [left, right]: [number[], number[]] = [[], []];
    first.forEach((gene, i) => {
      const other = second[i] as number;
      const [low, high] = [Math.min(gene, other), Math.max(gene, other)];
      const width = Math.max(high - low, 1e-10);
      const drawn = random.next();
      left.push(0.5 * (low + high - spread(drawn, 1 + (2 * low) / width, power) * width));
      right.push(0.5 * (low + high + spread(drawn, 1 + (2 * (1 - high)) / width, power) * width));
    });
    return pickChild([left, right], parents, random);
  }
}

/** @param reach how far the bound is, in halves of the parents' distance */
function spread(drawn: number, reach: number, power: number): number {
  const alpha = 2 - reach ** -power;
  return (drawn > 1 / alpha ? 1 / (2 - drawn * alpha) : drawn * alpha) ** (1 / power);
}
