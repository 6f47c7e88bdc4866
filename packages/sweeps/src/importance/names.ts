import { invalid } from '@orrery/core';
import type { ImportanceData } from './data.ts';
import type { ImportanceEvaluator, Importances } from './evaluator.ts';
import { Fanova } from './fanova/fanova.ts';
import { MeanDecreaseImpurity } from './impurity.ts';
import { PedAnova } from './ped-anova/ped-anova.ts';

const KINDS: Record<string, () => ImportanceEvaluator> = {
  ped_anova: () => new PedAnova(),
  fanova: () => new Fanova(),
  mean_decrease_impurity: () => new MeanDecreaseImpurity(),
};

export const IMPORTANCE_EVALUATORS = Object.keys(KINDS);

/**
 * How much each parameter matters, the most first; all of them together 1.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for an unknown evaluator
 */
export function evaluateImportance(evaluator: string, data: ImportanceData): Importances {
  const make = Object.hasOwn(KINDS, evaluator) ? KINDS[evaluator] : undefined;
  if (!make)
    throw invalid(`There is no evaluator '${evaluator}'. Known are ${IMPORTANCE_EVALUATORS.join(', ')}.`);
  return normalize(make().evaluate(data));
}

/** Where nothing matters, everything matters the same. */
export function normalize(importances: Importances): Importances {
  const entries = Object.entries(importances).sort(([, a], [, b]) => b - a);
  const total = entries.reduce((sum, [, value]) => sum + value, 0);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, total > 0 ? value / total : 1 / entries.length]),
  );
}
