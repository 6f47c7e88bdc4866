/** Values with mean 0 and standard deviation 1. Infinite ones count as the worst or best finite one. */
export function standardize(values: Float64Array): { values: Float64Array; mean: number; deviation: number } {
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 0];
  const clipped = values.map((value) => Math.min(Math.max(value, low), high));
  const mean = clipped.reduce((a, b) => a + b, 0) / clipped.length;
  const variance = clipped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / clipped.length;
  const deviation = Math.max(Math.sqrt(variance), 1e-10);
  return { values: clipped.map((value) => (value - mean) / deviation), mean, deviation };
}
