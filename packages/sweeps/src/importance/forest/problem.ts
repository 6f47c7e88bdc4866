import { invalid } from '@orrery/core';
import { finiteTrials, type ImportanceData, type ParamColumn, pick } from '../data.ts';

/** What a forest learns: the parameters that every trial has with one distribution, and one loss a trial. */
export interface ForestProblem {
  columns: ParamColumn[];
  targets: Float64Array;
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for several objectives */
export function forestProblem(data: ImportanceData): ForestProblem {
  const [losses, ...more] = data.losses;
  if (!losses || more.length > 0)
    throw invalid(
      `A forest explains one objective, and there are ${data.losses.length}: name one as target.`,
    );
  const shared = data.columns.filter(({ regimes }) => regimes.every((regime) => regime === 0));
  const trials = finiteTrials(data);
  return {
    columns: shared.map((column) => pick(column, trials)),
    targets: Float64Array.from(trials, (index) => losses[index] as number),
  };
}
