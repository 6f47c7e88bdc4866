/** Beside a term that is larger by this (of logarithms), another one does not change the sum. */
const NEGLIGIBLE = 38;

/** The terms of a sum as logarithms, one a kernel: what is multiplied into them, at most 1, makes many negligible. */
export class Terms {
  /** The kernels whose terms are still there, in order. */
  readonly kernels: Uint32Array;
  /** Of each of them, at the same place. */
  readonly logs: Float64Array;
  count = 0;
  /** Terms below may be left out. */
  least = Number.NEGATIVE_INFINITY;

  /** @param size the most terms that there will be */
  constructor(size: number) {
    this.kernels = new Uint32Array(size);
    this.logs = new Float64Array(size);
  }

  /** Begins with the terms of the kernels from `first` on, of which at least one will come to `known` in the end. */
  begin(logs: Float64Array, first = 0, known = Number.NEGATIVE_INFINITY): void {
    this.count = logs.length - first;
    this.least = known - NEGLIGIBLE;
    for (let i = 0; i < this.count; i++) this.kernels[i] = first + i;
    this.logs.set(first === 0 ? logs : logs.subarray(first));
  }

  logOfSum(): number {
    const { logs, count } = this;
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) if ((logs[i] as number) > top) top = logs[i] as number;
    if (top === Number.NEGATIVE_INFINITY) return top;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const below = (logs[i] as number) - top;
      if (below > -NEGLIGIBLE) sum += Math.exp(below);
    }
    return top + Math.log(sum);
  }
}
