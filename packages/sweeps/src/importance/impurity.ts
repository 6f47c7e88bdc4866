import type { ImportanceData } from './data.ts';
import type { ImportanceEvaluator, Importances } from './evaluator.ts';
import { encode } from './forest/encoding.ts';
import { type ForestOptions, growForest } from './forest/forest.ts';
import { forestProblem } from './forest/problem.ts';
import type { Tree } from './forest/tree.ts';

/**
 * Mean decrease impurity (Louppe et al., "Understanding variable importances in forests of randomized trees", 2013):
 * how much of the variance the splits by a parameter take away, in a random forest that predicts the objective.
 */
export class MeanDecreaseImpurity implements ImportanceEvaluator {
  readonly #options: ForestOptions;

  constructor(options: ForestOptions = {}) {
    this.#options = options;
  }

  evaluate(data: ImportanceData): Importances {
    const { columns, targets } = forestProblem(data);
    if (columns.length === 0 || targets.length <= 1)
      return Object.fromEntries(columns.map(({ name }) => [name, 0]));
    const { features, ofParam } = encode(columns);
    const sums = new Float64Array(features.length);
    for (const tree of growForest(features, targets, this.#options)) addDecreases(tree, sums);
    const total = sums.reduce((a, b) => a + b, 0);
    return Object.fromEntries(
      columns.map(({ name }, i) => {
        const own = (ofParam[i] as number[]).reduce((sum, feature) => sum + (sums[feature] as number), 0);
        return [name, total > 0 ? own / total : 0];
      }),
    );
  }
}

/** Adds what each feature takes away in a tree, all of them together 1. */
function addDecreases({ feature, left, right, weight, impurity }: Tree, sums: Float64Array): void {
  const own = new Float64Array(sums.length);
  const spread = (node: number) => (weight[node] as number) * (impurity[node] as number);
  feature.forEach((by, node) => {
    if (by < 0) return;
    const decrease = spread(node) - spread(left[node] as number) - spread(right[node] as number);
    own[by] = (own[by] as number) + decrease;
  });
  const total = own.reduce((a, b) => a + b, 0);
  if (total > 0)
    for (let f = 0; f < sums.length; f++) sums[f] = (sums[f] as number) + (own[f] as number) / total;
}
