import type { Leaf } from './leaves.ts';

/**
 * How much the prediction varies with one number, all else averaged over: between two splits the average is constant,
 * and each leaf adds to it from its low end to its high end.
 */
export function numericVariance(
  leaves: readonly Leaf[],
  feature: number,
  low: number,
  high: number,
  mean: number,
): number {
  const steps = new Map<number, number>();
  const step = (at: number, by: number) => steps.set(at, (steps.get(at) ?? 0) + by);
  for (const leaf of leaves) {
    const [from, to] = [leaf.low[feature] as number, leaf.high[feature] as number];
    const height = ((leaf.value - mean) * leaf.volume * (high - low)) / (to - from);
    step(from, height);
    step(to, -height);
  }
  const ends = [...steps.keys()].sort((a, b) => a - b);
  let [height, variance] = [0, 0];
  ends.forEach((end, i) => {
    height += steps.get(end) as number;
    const width = ((ends[i + 1] ?? end) - end) / (high - low);
    variance += width * height * height;
  });
  return variance;
}

/**
 * The same for a category, whose features are 0 or 1, each split in the middle. The features are taken for independent,
 * as Optuna does.
 *
 * Leaves that bind the same features to the same sides are one part. Two parts that bind no feature to different sides
 * meet in a share of the space, halved by each feature that one of them binds.
 */
export function categoricalVariance(
  leaves: readonly Leaf[],
  features: readonly number[],
  mean: number,
): number {
  const parts = new Map<string, { sides: Int8Array; height: number }>();
  for (const leaf of leaves) {
    const sides = Int8Array.from(
      features,
      (f) => Number((leaf.low[f] as number) > 0) - Number((leaf.high[f] as number) < 1),
    );
    const bound = sides.reduce((count, side) => count + Math.abs(side), 0);
    const key = sides.join();
    const part = parts.get(key) ?? { sides, height: 0 };
    part.height += (leaf.value - mean) * leaf.volume * 2 ** bound;
    parts.set(key, part);
  }
  const all = [...parts.values()];
  let variance = 0;
  all.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = all[j] as (typeof all)[number];
      variance += (i === j ? 1 : 2) * a.height * b.height * meeting(a.sides, b.sides);
    }
  });
  return variance;
}

function meeting(a: Int8Array, b: Int8Array): number {
  let share = 1;
  for (let f = 0; f < a.length; f++) {
    const [x, y] = [a[f] as number, b[f] as number];
    if (x * y < 0) return 0;
    if (x !== 0 || y !== 0) share /= 2;
  }
  return share;
}
