import type { Random } from '../../../random.ts';

/** Makes the numeric genes of a child, in the unit cube; what falls outside is not kept. */
export interface Crossover {
  readonly parents: number;
  cross(parents: readonly (readonly number[])[], random: Random, severalObjectives: boolean): number[];
}

/** Element-wise over two parents. */
export function pairwise(
  parents: readonly (readonly number[])[],
  make: (a: number, b: number) => number,
): number[] {
  const [first, second] = parents as [readonly number[], readonly number[]];
  return first.map((a, i) => make(a, second[i] as number));
}
