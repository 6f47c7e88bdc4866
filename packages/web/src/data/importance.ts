import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from './api.ts';
import { studyPath } from './studies.ts';

export const EVALUATORS = [
  ['ped_anova', 'PED-ANOVA'],
  ['fanova', 'fANOVA'],
  ['mean_decrease_impurity', 'impurity'],
] as const;

export type Evaluator = (typeof EVALUATORS)[number][0];

export interface Importance {
  param: string;
  /** All together are 1. */
  importance: number;
}

/** How much each param matters to an objective or to the duration, the most first. */
export function useImportance(id: number, evaluator: Evaluator, target: number | 'duration') {
  return useQuery({
    queryKey: ['studies', String(id), 'importance', evaluator, target],
    queryFn: async ({ signal }) => {
      const path = studyPath(id, '/importance');
      return (await getJson<{ importances: Importance[] }>(path, { evaluator, target }, signal)).importances;
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
}
