import { invalid } from '@orrery/core';

/**
 * The Cholesky factor L of a symmetric positive definite matrix, A = L Lᵀ, and what it solves. Matrices are flat, row
 * after row: the Gaussian process solves thousands of small systems for each suggestion.
 */
export class Cholesky {
  readonly size: number;
  readonly #factor: Float64Array;

  /** @throws OrreryError where the matrix is not positive definite */
  constructor(matrix: Float64Array, size: number) {
    this.size = size;
    const l = Float64Array.from(matrix);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = l[i * size + j] as number;
        for (let k = 0; k < j; k++) sum -= (l[i * size + k] as number) * (l[j * size + k] as number);
        if (i === j) {
          if (!(sum > 0)) throw invalid('The matrix is not positive definite.');
          l[i * size + i] = Math.sqrt(sum);
        } else l[i * size + j] = sum / (l[j * size + j] as number);
      }
    }
    this.#factor = l;
  }

  /** log det A. */
  logDeterminant(): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += Math.log(this.#factor[i * this.size + i] as number);
    return 2 * sum;
  }

  /** Solves L x = b in place. @param from the first index at which b is not 0 */
  solveLower(x: Float64Array, from = 0): Float64Array {
    const [l, n] = [this.#factor, this.size];
    for (let i = from; i < n; i++) {
      let sum = x[i] as number;
      const row = i * n;
      for (let k = from; k < i; k++) sum -= (l[row + k] as number) * (x[k] as number);
      x[i] = sum / (l[row + i] as number);
    }
    return x;
  }

  /** Solves Lᵀ x = b in place. */
  solveUpper(x: Float64Array): Float64Array {
    const [l, n] = [this.#factor, this.size];
    for (let i = n - 1; i >= 0; i--) {
      const row = i * n;
      const value = (x[i] as number) / (l[row + i] as number);
      x[i] = value;
      for (let k = 0; k < i; k++) x[k] = (x[k] as number) - value * (l[row + k] as number);
    }
    return x;
  }

  /** A⁻¹, whole. */
  inverse(): Float64Array {
    const n = this.size;
    const inverse = new Float64Array(n * n);
    const column = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      column.fill(0);
      column[j] = 1;
      inverse.set(this.solveUpper(this.solveLower(column, j)), j * n);
    }
    return inverse;
  }
}
