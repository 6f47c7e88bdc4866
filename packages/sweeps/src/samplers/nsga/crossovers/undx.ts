import type { Random } from '../../../random.ts';
import type { Crossover } from './crossover.ts';

const ALONG = 0.5;

/**
 * Unimodal normal distribution crossover: normal along the line of two parents, and across it as far as a third is
 * away (Ono and Kobayashi, "A real-coded genetic algorithm for function optimization using unimodal normal
 * distribution crossover", 1997).
 */
export class UndxCrossover implements Crossover {
  readonly parents = 3;

  cross(parents: readonly (readonly number[])[], random: Random): number[] {
    const [first, second, third] = parents as [readonly number[], readonly number[], readonly number[]];
    const line = second.map((x, i) => x - (first[i] as number));
    const length = Math.max(Math.hypot(...line), 1e-10);
    const unit = line.map((x) => x / length);
    const across = without(
      third.map((x, i) => x - (first[i] as number)),
      unit,
    );
    const reach = Math.hypot(...across);
    const spread = (0.35 / Math.sqrt(first.length)) ** 2;
    // Normal in every direction, then without the line's: the same as normal in each direction across it.
    const noise = without(
      first.map(() => spread * random.normal()),
      unit,
    );
    const along = ALONG ** 2 * random.normal();
    return first.map(
      (x, i) => (x + (second[i] as number)) / 2 - along * (line[i] as number) + reach * (noise[i] as number),
    );
  }
}

function without(vector: number[], unit: number[]): number[] {
  const share = vector.reduce((sum, x, i) => sum + x * (unit[i] as number), 0);
  return vector.map((x, i) => x - share * (unit[i] as number));
}
