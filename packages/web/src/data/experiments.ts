import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, mlflowGet, mlflowPost } from './api.ts';
import { useRunEvents } from './live.ts';
import { type ExperimentJson, parseExperiment, type Stage } from './model.ts';
import { useThrottled } from './useThrottled.ts';

const PAGE = 1000;

/** Every experiment of a stage, newest change first. */
export function useExperiments(stage: Stage) {
  const client = useQueryClient();
  const refresh = useThrottled(() => client.invalidateQueries({ queryKey: ['experiments'] }), 5000);
  useRunEvents(refresh, refresh);
  return useQuery({
    queryKey: ['experiments', stage],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const found: ExperimentJson[] = [];
      let token: string | undefined;
      do {
        const page = await mlflowPost<{ experiments?: ExperimentJson[]; next_page_token?: string }>(
          'experiments/search',
          {
            max_results: PAGE,
            view_type: stage === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
            order_by: ['last_update_time DESC'],
            ...(token && { page_token: token }),
          },
          signal,
        );
        found.push(...(page.experiments ?? []));
        token = page.next_page_token || undefined;
      } while (token);
      return found.map(parseExperiment);
    },
  });
}

export interface Activity {
  runs: number;
  running: number;
  /** When a run began or ended last; Unix milliseconds. */
  last: number | null;
}

/** What goes on in each experiment that has runs, by its id. */
export function useActivity() {
  const client = useQueryClient();
  const refresh = useThrottled(() => client.invalidateQueries({ queryKey: ['activity'] }), 5000);
  useRunEvents(refresh, refresh);
  return useQuery({
    queryKey: ['activity'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Activity>> => {
      const { experiments } = await getJson<{
        experiments: { experiment_id: string; runs: number; running: number; last_time: number | null }[];
      }>('/api/tracking/experiments', {}, signal);
      return new Map(
        experiments.map(({ experiment_id, runs, running, last_time }) => [
          experiment_id,
          { runs, running, last: last_time },
        ]),
      );
    },
  });
}

/** One experiment. */
export function useExperiment(id: string) {
  return useQuery({
    queryKey: ['experiment', id],
    enabled: id !== '',
    queryFn: async ({ signal }) => {
      const answer = await mlflowGet<{ experiment: ExperimentJson }>(
        'experiments/get',
        { experiment_id: id },
        signal,
      );
      return parseExperiment(answer.experiment);
    },
  });
}

export type ExperimentChange =
  | { kind: 'create'; name: string }
  | { kind: 'rename'; id: string; name: string }
  | { kind: 'delete'; id: string }
  | { kind: 'restore'; id: string }
  | { kind: 'tag'; id: string; key: string; value: string }
  | { kind: 'untag'; id: string; key: string };

/** Writes to experiments; what shows them is fetched again. */
export function useChangeExperiment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ExperimentChange) => write(change),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['experiments'] }),
        client.invalidateQueries({ queryKey: ['experiment'] }),
      ]),
  });
}

function write(change: ExperimentChange): Promise<unknown> {
  switch (change.kind) {
    case 'create':
      return mlflowPost('experiments/create', { name: change.name });
    case 'rename':
      return mlflowPost('experiments/update', { experiment_id: change.id, new_name: change.name });
    case 'tag':
      return mlflowPost('experiments/set-experiment-tag', {
        experiment_id: change.id,
        key: change.key,
        value: change.value,
      });
    case 'untag':
      return mlflowPost('experiments/delete-experiment-tag', { experiment_id: change.id, key: change.key });
    default:
      return mlflowPost(`experiments/${change.kind}`, { experiment_id: change.id });
  }
}
