import type { ImportanceData } from '../importance/data.ts';
import { evaluateImportance } from '../importance/names.ts';
import { hypervolumeHistory } from '../multiobjective/history.ts';
import { answerAsk } from '../samplers/gp/apart.ts';
import { type ModelRegretProblem, modelRegretOf } from '../terminator/model-regret-problem.ts';
import { type RegretProblem, regretOf } from '../terminator/regret-problem.ts';

/** What runs in a thread of its own: functions of what can be sent to one. */
export const WORK = {
  importance: ({ evaluator, data }: { evaluator: string; data: ImportanceData }) =>
    evaluateImportance(evaluator, data),
  regrets: (problems: RegretProblem[]) => problems.map(regretOf),
  modelRegrets: (problems: ModelRegretProblem[]) => problems.map(modelRegretOf),
  hypervolumes: hypervolumeHistory,
  gp: answerAsk,
};

export type Work = typeof WORK;
