import { type Distribution, isSingle } from '../../distribution.ts';
import type { ImportanceData } from '../data.ts';
import type { ImportanceEvaluator, Importances } from '../evaluator.ts';
import { type Encoding, encode } from '../forest/encoding.ts';
import { type ForestOptions, growForest } from '../forest/forest.ts';
import { forestProblem } from '../forest/problem.ts';
import { type Leaf, leavesOf, spreadOf } from './leaves.ts';
import { categoricalVariance, numericVariance } from './marginal.ts';

/**
 * fANOVA (Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", ICML 2014):
 * a random forest predicts the objective all over the search space; a parameter matters as much as the prediction
 * varies with it, all others averaged over.
 */
export class Fanova implements ImportanceEvaluator {
  readonly #options: ForestOptions;

  constructor(options: ForestOptions = {}) {
    this.#options = options;
  }

  evaluate(data: ImportanceData): Importances {
    const { columns, targets } = forestProblem(data);
    const found = Object.fromEntries(columns.map(({ name }) => [name, 0]));
    const varied = columns.filter(({ distributions }) => !isSingle(distributions[0] as Distribution));
    if (varied.length === 0 || targets.length <= 1) return found;
    const encoding = encode(varied);
    let trees = 0;
    for (const tree of growForest(encoding.features, targets, this.#options)) {
      const leaves = leavesOf(tree, encoding.bounds);
      const { mean, variance } = spreadOf(leaves);
      if (!(variance > 0)) continue;
      trees++;
      varied.forEach(({ name }, param) => {
        found[name] = (found[name] as number) + marginalVariance(leaves, encoding, param, mean) / variance;
      });
    }
    for (const name of Object.keys(found)) found[name] = (found[name] as number) / Math.max(trees, 1);
    return found;
  }
}

function marginalVariance(
  leaves: Leaf[],
  { ofParam, bounds }: Encoding,
  param: number,
  mean: number,
): number {
  const features = ofParam[param] as number[];
  const [feature] = features as [number];
  if (features.length > 1) return categoricalVariance(leaves, features, mean);
  const [low, high] = bounds[feature] as readonly [number, number];
  return numericVariance(leaves, feature, low, high, mean);
}
