import type { Random } from '../../random.ts';

/** A regression tree, its nodes in columns. Those before a node's children come before them. */
export interface Tree {
  /** The feature that a node is split by, or -1 for a leaf. */
  feature: number[];
  /** A value up to it goes left. */
  threshold: number[];
  left: number[];
  right: number[];
  /** The mean of the node's samples. */
  value: number[];
  /** How many samples a node has. */
  weight: number[];
  /** Their variance. */
  impurity: number[];
}

/** Samples to learn from. */
export interface Samples {
  features: readonly Float64Array[];
  targets: Float64Array;
  /** For each feature all samples in order of its value. */
  orders: readonly Uint32Array[];
}

/** Below this variance there is nothing to split. */
const PURE = Number.EPSILON;

/**
 * Grows a tree until its leaves are pure: each node is split where the variance falls most (Breiman et al.,
 * "Classification and Regression Trees", 1984).
 *
 * The samples of a node are a stretch of each feature's order; a split parts each stretch in two and keeps its order.
 *
 * @param weights how often each sample counts
 * @param random chooses among splits that are equally good
 */
export function growTree(samples: Samples, weights: Uint32Array, maxDepth: number, random: Random): Tree {
  const tree: Tree = { feature: [], threshold: [], left: [], right: [], value: [], weight: [], impurity: [] };
  const orders = samples.orders.map((order) => order.filter((sample) => (weights[sample] as number) > 0));
  const goesLeft = new Uint8Array(weights.length);
  const spare = new Uint32Array(orders[0]?.length ?? 0);
  const features = [...orders.keys()];

  const grow = (from: number, to: number, depth: number): number => {
    const node = tree.feature.length;
    const { mean, variance, weight } = describe(samples.targets, weights, orders[0] as Uint32Array, from, to);
    tree.feature.push(-1);
    tree.threshold.push(Number.NaN);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(mean);
    tree.weight.push(weight);
    tree.impurity.push(variance);
    if (depth >= maxDepth || variance <= PURE) return node;
    shuffle(features, random);
    const split = bestSplit(samples, weights, orders, features, { from, to, mean, weight });
    if (!split) return node;
    const { feature, threshold, middle } = split;
    const order = orders[feature] as Uint32Array;
    for (let i = from; i < to; i++) goesLeft[order[i] as number] = Number(i < middle);
    for (const other of orders) if (other !== order) part(other, from, to, goesLeft, spare);
    tree.feature[node] = feature;
    tree.threshold[node] = threshold;
    tree.left[node] = grow(from, middle, depth + 1);
    tree.right[node] = grow(middle, to, depth + 1);
    return node;
  };
  grow(0, spare.length, 0);
  return tree;
}

function describe(targets: Float64Array, weights: Uint32Array, order: Uint32Array, from: number, to: number) {
  let [weight, sum] = [0, 0];
  for (let i = from; i < to; i++) {
    const sample = order[i] as number;
    weight += weights[sample] as number;
    sum += (weights[sample] as number) * (targets[sample] as number);
  }
  const mean = sum / weight;
  let squares = 0;
  for (let i = from; i < to; i++) {
    const sample = order[i] as number;
    squares += (weights[sample] as number) * ((targets[sample] as number) - mean) ** 2;
  }
  return { mean, weight, variance: squares / weight };
}

function shuffle(list: number[], random: Random): void {
  for (let i = list.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [list[i], list[other]] = [list[other] as number, list[i] as number];
  }
}

/** The split that parts the means most, the first in the order of the features; null where all samples are alike. */
function bestSplit(
  { features, targets }: Samples,
  weights: Uint32Array,
  orders: readonly Uint32Array[],
  inOrder: readonly number[],
  node: { from: number; to: number; mean: number; weight: number },
): { feature: number; threshold: number; middle: number } | null {
  let most = 0;
  let [feature, middle] = [-1, -1];
  for (const f of inOrder) {
    const [values, order] = [features[f] as Float64Array, orders[f] as Uint32Array];
    let [weight, sum] = [0, 0];
    let value = values[order[node.from] as number] as number;
    for (let i = node.from; i < node.to - 1; i++) {
      const sample = order[i] as number;
      const own = weights[sample] as number;
      weight += own;
      sum += own * ((targets[sample] as number) - node.mean);
      const next = values[order[i + 1] as number] as number;
      if (next === value) continue;
      value = next;
      // Sums of the two sides around the node's mean are opposite.
      const gain = sum * sum * (1 / weight + 1 / (node.weight - weight));
      if (gain > most) [most, feature, middle] = [gain, f, i + 1];
    }
  }
  if (feature < 0) return null;
  const [values, order] = [features[feature] as Float64Array, orders[feature] as Uint32Array];
  const [low, high] = [
    values[order[middle - 1] as number] as number,
    values[order[middle] as number] as number,
  ];
  const half = low / 2 + high / 2;
  return { feature, middle, threshold: half < high ? half : low };
}

/** Moves what goes left before what goes right, each in its order. */
function part(order: Uint32Array, from: number, to: number, goesLeft: Uint8Array, spare: Uint32Array): void {
  let [left, right] = [from, 0];
  for (let i = from; i < to; i++) {
    const sample = order[i] as number;
    if (goesLeft[sample]) order[left++] = sample;
    else spare[right++] = sample;
  }
  order.set(spare.subarray(0, right), left);
}
