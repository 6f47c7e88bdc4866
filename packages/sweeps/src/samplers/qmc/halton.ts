import { Random } from '../../random.ts';
import { hash } from './sobol.ts';

/**
 * Halton's low-discrepancy sequence: the digits of the index, mirrored at the point, in one prime base a dimension.
 * With a seed each digit is permuted at random (Owen, "A randomized Halton algorithm in R", arXiv:1706.02808).
 */
export class Halton {
  readonly #bases: number[];
  readonly #permutations: number[][][] | null;

  constructor(dimensions: number, seed: number | null = null) {
    this.#bases = primes(dimensions);
    this.#permutations =
      seed === null
        ? null
        : this.#bases.map((base, i) => permutations(base, new Random(hash(seed ^ hash(i + 1)))));
  }

  /** The point of this index, from 0: numbers from [0, 1). */
  point(index: number): number[] {
    return this.#bases.map((base, dimension) => {
      const permuted = this.#permutations?.[dimension];
      if (!permuted) return mirrored(index, base);
      let [rest, scale, sum] = [index, 1 / base, 0];
      for (const permutation of permuted) {
        sum += (permutation[rest % base] as number) * scale;
        rest = Math.floor(rest / base);
        scale /= base;
      }
      return Math.min(sum, 1 - Number.EPSILON);
    });
  }
}

function mirrored(index: number, base: number): number {
  let [rest, scale, sum] = [index, 1 / base, 0];
  while (rest > 0) {
    sum += (rest % base) * scale;
    rest = Math.floor(rest / base);
    scale /= base;
  }
  return sum;
}

/** One for each digit that a double can tell, also where the index has none left. */
function permutations(base: number, random: Random): number[][] {
  return Array.from({ length: Math.ceil(53 / Math.log2(base)) }, () => {
    const digits = Array.from({ length: base }, (_, i) => i);
    for (let i = base - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [digits[i], digits[j]] = [digits[j] as number, digits[i] as number];
    }
    return digits;
  });
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}
