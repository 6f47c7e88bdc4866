/** The Matérn kernel with ν = 5/2 of a squared distance, at scale 1. */
export function matern(squared: number): number {
  const d = Math.sqrt(5 * squared);
  return Math.exp(-d) * ((5 / 3) * squared + d + 1);
}

/** Its derivative by the squared distance. */
export function maternSlope(squared: number): number {
  const d = Math.sqrt(5 * squared);
  return (-5 / 6) * (d + 1) * Math.exp(-d);
}
