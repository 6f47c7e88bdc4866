import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Direction } from '../logic/direction.ts';
import type { Group } from '../logic/leaderboard.ts';
import { parseDouble } from '../logic/numbers.ts';
import { getJson } from './api.ts';
import { useRefreshedRuns } from './refreshRuns.ts';
import { parseRowRun, type RunJson, runsRoute } from './rowModel.ts';

export interface Results {
  /** Names that runs logged, but those of the system. */
  metrics: string[];
  /** Params that differ between runs. */
  params: string[];
  groups: Group[];
}

type Answer = Omit<Results, 'groups'> & {
  groups: (Omit<Group, 'value' | 'best'> & { value: number | string; best: RunJson })[];
};

/** How the models of an experiment did by a metric, summed up by the server. */
export function useResults(experimentId: string, metric: string, direction: Direction) {
  useRefreshedRuns(experimentId, 'results');
  return useQuery({
    queryKey: ['results', experimentId, metric, direction],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Results> => {
      const route = runsRoute(experimentId, 'results');
      const answer = await getJson<Answer>(route, { metric, direction }, signal);
      const groups = answer.groups.map(({ value, best, ...group }) => ({
        ...group,
        value: parseDouble(value),
        best: parseRowRun(best),
      }));
      return { ...answer, groups };
    },
  });
}
