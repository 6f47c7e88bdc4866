import { invalid } from '@orrery/core';
import type { Direction, FrozenTrial } from '../trial.ts';
import type { ErrorEvaluator } from './evaluators.ts';

/** The system attribute in which `optuna.terminator.report_cross_validation_scores` leaves the scores of a trial. */
export const CV_SCORES = 'terminator:cv_scores';

/**
 * The standard deviation of the best trial's mean over its folds, with the correction for folds that share training data
 * (Nadeau and Bengio, "Inference for the Generalization Error", 2003).
 */
export class CrossValidationError implements ErrorEvaluator {
  evaluate(trials: readonly FrozenTrial[], direction: Direction): number {
    const sign = direction === 'maximize' ? -1 : 1;
    const [first, ...others] = trials.filter(({ state, values }) => state === 'COMPLETE' && values);
    if (!first) throw invalid('No trial is complete.');
    const loss = ({ values }: FrozenTrial) => sign * (values?.[0] as number);
    const best = others.reduce((so, trial) => (loss(trial) < loss(so) ? trial : so), first);
    const scores = best.systemAttrs[CV_SCORES];
    if (!Array.isArray(scores) || scores.length < 2)
      throw invalid(
        `Trial ${best.number}, the best, has no cross-validation scores: report some with it, or name an error.`,
      );
    const folds = scores.length;
    const mean = scores.reduce((sum, score) => sum + score, 0) / folds;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / folds;
    return Math.sqrt((1 / folds + 1 / (folds - 1)) * variance);
  }
}
