import type { Tree } from '../forest/tree.ts';

/** A leaf as a part of the search space: what it predicts, and its range of each feature. */
export interface Leaf {
  value: number;
  low: Float64Array;
  high: Float64Array;
  /** The share of the whole space. */
  volume: number;
}

type Bounds = readonly (readonly [low: number, high: number])[];

/** The leaves of a tree, which part the space. */
export function leavesOf(tree: Tree, bounds: Bounds): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (node: number, low: Float64Array, high: Float64Array) => {
    const feature = tree.feature[node] as number;
    if (feature < 0) {
      const volume = bounds.reduce(
        (product, [least, most], f) =>
          most > least ? (product * ((high[f] as number) - (low[f] as number))) / (most - least) : product,
        1,
      );
      if (volume > 0) leaves.push({ value: tree.value[node] as number, low, high, volume });
      return;
    }
    const threshold = tree.threshold[node] as number;
    walk(tree.left[node] as number, low, high.with(feature, threshold));
    walk(tree.right[node] as number, low.with(feature, threshold), high);
  };
  walk(
    0,
    Float64Array.from(bounds, ([low]) => low),
    Float64Array.from(bounds, ([, high]) => high),
  );
  return leaves;
}

/** Mean and variance of what the leaves predict, over the whole space. */
export function spreadOf(leaves: readonly Leaf[]): { mean: number; variance: number } {
  const mean = leaves.reduce((sum, { value, volume }) => sum + value * volume, 0);
  return { mean, variance: leaves.reduce((sum, { value, volume }) => sum + volume * (value - mean) ** 2, 0) };
}
