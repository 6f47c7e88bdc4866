import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseDouble } from '../logic/numbers.ts';
import { getJson } from './api.ts';
import { studyPath } from './studies.ts';

export const TERMINATORS = [
  ['emmr', 'expected regret'],
  ['regret_bound', 'regret bound'],
  ['best_value_stagnation', 'stagnation'],
] as const;

export type TerminatorName = (typeof TERMINATORS)[number][0];

/** How much better the best value could still become once a trial was complete, and how little would be too little. */
export interface TerminatorPoint {
  number: number;
  improvement: number;
  error: number | null;
}

/**
 * Over the trials of a study. A model is fitted for each point, so it is asked for anew only where a tenth more trials are
 * complete.
 *
 * @param complete how many trials are
 */
export function useTerminator(id: number, improvement: TerminatorName, complete: number) {
  const tenths = Math.floor(Math.log(complete + 1) / Math.log(1.1));
  return useQuery({
    queryKey: ['terminator', id, improvement, tenths],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<TerminatorPoint[]> => {
      const path = studyPath(id, '/terminator/history');
      const { points } = await getJson<{ points: Record<keyof TerminatorPoint, unknown>[] }>(
        path,
        { improvement },
        signal,
      );
      return points.map(({ number, improvement, error }) => ({
        number: Number(number),
        improvement: parseDouble(improvement),
        error: error === null ? null : parseDouble(error),
      }));
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
}
