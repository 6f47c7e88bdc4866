import { Random } from '../../random.ts';
import { growTree, type Samples, type Tree } from './tree.ts';

export interface ForestOptions {
  trees?: number;
  maxDepth?: number;
  /** Samples that a tree learns from at most: more of them make it slow, and hardly better. */
  maxSamples?: number;
  seed?: number;
}

/**
 * A random forest for regression (Breiman, "Random Forests", 2001): each tree learns from as many samples as there
 * are, drawn with repetition. All features are looked at for each split, as scikit-learn does by default.
 */
export function growForest(
  features: readonly Float64Array[],
  targets: Float64Array,
  { trees = 64, maxDepth = 64, maxSamples = 2500, seed = 0 }: ForestOptions = {},
): Tree[] {
  const random = new Random(seed);
  const samples: Samples = {
    features,
    targets,
    orders: features.map((values) =>
      Uint32Array.from(values, (_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number)),
    ),
  };
  return Array.from({ length: trees }, () => {
    const weights = new Uint32Array(targets.length);
    for (let i = 0; i < Math.min(targets.length, maxSamples); i++) {
      const drawn = random.below(targets.length);
      weights[drawn] = (weights[drawn] as number) + 1;
    }
    return growTree(samples, weights, maxDepth, random);
  });
}
