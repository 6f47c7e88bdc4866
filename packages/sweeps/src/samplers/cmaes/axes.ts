import type { Matrix } from 'ml-matrix';

/** The principal axes of a covariance: directions in columns, and the standard deviation along each. */
export interface Axes {
  vectors: Matrix;
  lengths: number[];
}
