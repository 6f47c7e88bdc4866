/**
 * A seeded source of uniform numbers: xoshiro128**, seeded by splitmix32
 * (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021).
 */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let x = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      x = (x + 0x9e3779b9) >>> 0;
      let z = x;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    });
  }

  /** A number from [0, 1) with 53 random bits. */
  next(): number {
    return ((this.#bits() >>> 5) * 67108864 + (this.#bits() >>> 6)) / 9007199254740992;
  }

  /** An integer from [0, bound). */
  below(bound: number): number {
    return Math.min(Math.floor(this.next() * bound), bound - 1);
  }

  /** A number of the standard normal distribution (Marsaglia's polar method). */
  normal(): number {
    for (;;) {
      const [x, y] = [2 * this.next() - 1, 2 * this.next() - 1];
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }

  /** An index, each as likely as its weight; the weights sum to 1. */
  choose(weights: ArrayLike<number>): number {
    let rest = this.next();
    for (let index = 0; index < weights.length - 1; index++) {
      rest -= weights[index] as number;
      if (rest < 0) return index;
    }
    return weights.length - 1;
  }

  #bits(): number {
    const s = this.#state as unknown as [number, number, number, number];
    const scrambled = Math.imul(rotate(Math.imul(s[1], 5), 7), 9);
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return scrambled >>> 0;
  }
}

function rotate(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}
