import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postJson } from './api.ts';
import type { Stage } from './model.ts';
import { parseRowRun, type RowRun, type RowsAnswer, runsRoute, viewType } from './rowModel.ts';

interface LeadersQuery {
  metric: string;
  direction: 'maximize' | 'minimize';
  filter: string;
  stage: Stage;
  most: number;
}

/** The runs that run and those that are best by a metric, so many of them at most. */
export function useLeaders(experimentId: string, query: LeadersQuery): readonly RowRun[] {
  const { metric, direction, filter, stage, most } = query;
  const { data } = useQuery({
    queryKey: ['rows', experimentId, 'leaders', query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const order = [`${direction === 'maximize' ? '-' : ''}metrics.${metric}`];
      const ask = async (narrowed: string) => {
        const body = {
          filter: narrowed,
          view: viewType(stage),
          columns: [`metrics.${metric}`],
          nested: false,
        };
        const route = runsRoute(experimentId, 'rows');
        const answer = await postJson<RowsAnswer>(route, { ...body, order, limit: most }, signal);
        const runs = new Map(answer.runs.map((json) => [json.run_id, parseRowRun(json)]));
        return answer.lines.flatMap(({ id }) => runs.get(id) ?? []);
      };
      const running = "attributes.status = 'RUNNING'";
      const found = await Promise.all([ask(filter ? `${filter} and ${running}` : running), ask(filter)]);
      const byId = new Map(found.flat().map((run) => [run.id, run]));
      return [...byId.values()].filter((run) => metric in run.metrics).slice(0, most);
    },
  });
  return data ?? [];
}
