/**
 * The empirical distribution of some numbers as steps: at each `[x, share]` the share of them that are `x` or less
 * rises to `share`. Numbers that are not finite are left out.
 */
export function edf(values: readonly number[]): [number, number][] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const points: [number, number][] = [];
  sorted.forEach((value, index) => {
    if (sorted[index + 1] === value) return;
    points.push([value, points.at(-1)?.[1] ?? 0], [value, (index + 1) / sorted.length]);
  });
  return points;
}
