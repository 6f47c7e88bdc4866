import type { ImportanceData } from '../importance/data.ts';
import { evaluateImportance } from '../importance/names.ts';
import { hypervolumeHistory } from '../multiobjective/history.ts';
import { regretOf } from '../terminator/regret-problem.ts';

/** What runs in a thread of its own: functions of what can be sent to one. */
export const WORK = {
  importance: ({ evaluator, data }: { evaluator: string; data: ImportanceData }) =>
    evaluateImportance(evaluator, data),
  regret: regretOf,
  hypervolumes: hypervolumeHistory,
};

export type Work = typeof WORK;
