import { invalid } from '@orrery/core';
import { JOE_KUO } from './joe-kuo.ts';

const BITS = 30;

/**
 * Sobol's low-discrepancy sequence in Gray code order (Antonov and Saleev, 1979), of 30 bits. With a seed it is
 * scrambled: Owen's nested permutation, by a hash (Burley, "Practical hash-based Owen scrambling", JCGT 2020), which
 * keeps the sequence a net and makes it unbiased.
 */
export class Sobol {
  readonly #directions: Uint32Array[];
  readonly #seeds: number[] | null;

  /** @throws OrreryError INVALID_PARAMETER_VALUE beyond the dimensions that there are numbers for */
  constructor(dimensions: number, seed: number | null = null) {
    if (dimensions > JOE_KUO.length + 1)
      throw invalid(
        `Sobol's sequence goes to ${JOE_KUO.length + 1} parameters, not ${dimensions}: use halton.`,
      );
    this.#directions = Array.from({ length: dimensions }, (_, i) => directionsOf(i));
    this.#seeds = seed === null ? null : this.#directions.map((_, i) => hash(seed ^ hash(i + 1)));
  }

  /** The point of this index, from 0: numbers from [0, 1). */
  point(index: number): number[] {
    const gray = (index ^ (index >>> 1)) >>> 0;
    return this.#directions.map((directions, dimension) => {
      let bits = 0;
      for (let i = 0; gray >>> i > 0; i++) if ((gray >>> i) & 1) bits ^= directions[i] as number;
      if (!this.#seeds) return bits / 2 ** BITS;
      return scramble((bits << (32 - BITS)) >>> 0, this.#seeds[dimension] as number) / 2 ** 32;
    });
  }
}

function directionsOf(dimension: number): Uint32Array {
  const numbers = new Uint32Array(BITS).fill(1);
  const row = JOE_KUO[dimension - 1];
  if (row) {
    const [polynomial, ...initial] = row as [number, ...number[]];
    const degree = initial.length;
    numbers.set(initial.slice(0, BITS));
    for (let i = degree; i < BITS; i++) {
      let next = (numbers[i - degree] as number) ^ ((numbers[i - degree] as number) << degree);
      for (let k = 1; k < degree; k++) {
        if ((polynomial >>> (degree - k)) & 1) next ^= (numbers[i - k] as number) << k;
      }
      numbers[i] = next;
    }
  }
  return numbers.map((number, i) => number << (BITS - 1 - i));
}

/** Permutes the bits from the top: what happens to each depends on those above it only. */
function scramble(bits: number, seed: number): number {
  let x = reverse(bits);
  x = (x ^ Math.imul(x, 0x3d20adea)) >>> 0;
  x = (x + seed) >>> 0;
  x = Math.imul(x, (seed >>> 16) | 1) >>> 0;
  x = (x ^ Math.imul(x, 0x05526c56)) >>> 0;
  x = (x ^ Math.imul(x, 0x53a22864)) >>> 0;
  return reverse(x);
}

function reverse(bits: number): number {
  let x = bits;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}

/** Mixes the bits of a seed (splitmix32). */
export function hash(seed: number): number {
  let z = (seed + 0x9e3779b9) >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
