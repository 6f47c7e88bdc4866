import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { mlflowGet, mlflowPost } from './api.ts';
import { useLiveState, useRunEvents } from './live.ts';
import { parseRun, type Run, type RunJson } from './model.ts';
import { useThrottled } from './useThrottled.ts';

const LIVE_MS = 1000;
const POLL_MS = 5000;

const runQuery = (runId: string) => ({
  queryKey: ['run', runId],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    parseRun((await mlflowGet<{ run: RunJson }>('runs/get', { run_id: runId }, signal)).run),
});

/** Asks for a run while its page is still on its way. */
export function expectRun(client: QueryClient, runId: string): void {
  void client.prefetchQuery(runQuery(runId));
}

/** One run, renewed about once a second while events name it, or polled where no events come. */
export function useRun(runId: string) {
  const client = useQueryClient();
  const live = useLiveState();
  const refresh = useThrottled(() => client.invalidateQueries({ queryKey: ['run', runId] }), LIVE_MS);
  useRunEvents((event) => event.run_ids.includes(runId) && refresh(), refresh);
  return useQuery({
    ...runQuery(runId),
    refetchInterval: (query) =>
      live === 'offline' && query.state.data?.status === 'RUNNING' ? POLL_MS : false,
  });
}

/** The runs nested directly under a run. */
export function useChildRuns(experimentId: string, runId: string) {
  const client = useQueryClient();
  const refresh = useThrottled(() => client.invalidateQueries({ queryKey: ['children', runId] }), 3000);
  useRunEvents((event) => event.experiment_ids.includes(experimentId) && refresh());
  return useQuery({
    queryKey: ['children', runId],
    queryFn: async ({ signal }) => {
      const answer = await mlflowPost<{ runs?: RunJson[] }>(
        'runs/search',
        {
          experiment_ids: [experimentId],
          filter: `tags.\`mlflow.parentRunId\` = '${runId.replaceAll("'", '')}'`,
          max_results: 500,
          order_by: ['attributes.start_time ASC'],
        },
        signal,
      );
      return (answer.runs ?? []).map(parseRun);
    },
  });
}

/** The run of the same job, or else of the same parent or experiment, that began last before this one. */
export function usePreviousRun(run: Run) {
  return useQuery({
    queryKey: ['previous', run.id],
    staleTime: 60_000,
    enabled: run.startTime !== null,
    queryFn: async ({ signal }) => {
      const same = ['orrery.dataset', 'orrery.model', 'mlflow.parentRunId']
        .filter((key) => run.tags[key] !== undefined)
        .map((key) => `tags.\`${key}\` = '${run.tags[key]?.replaceAll("'", '')}'`);
      const answer = await mlflowPost<{ runs?: RunJson[] }>(
        'runs/search',
        {
          experiment_ids: [run.experimentId],
          filter: [`attributes.start_time < ${run.startTime}`, ...same].join(' and '),
          max_results: 1,
          order_by: ['attributes.start_time DESC'],
        },
        signal,
      );
      const found = answer.runs?.[0];
      return found ? parseRun(found) : null;
    },
  });
}

export type RunChange =
  | { kind: 'rename'; id: string; name: string }
  | { kind: 'delete'; id: string }
  | { kind: 'restore'; id: string }
  | { kind: 'tag'; id: string; key: string; value: string }
  | { kind: 'untag'; id: string; key: string };

/** Writes to runs; what shows them is fetched again. */
export function useChangeRun() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RunChange) => write(change),
    onSettled: (_data, _error, change) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['run', change.id] }),
        client.invalidateQueries({ queryKey: ['runs'] }),
      ]),
  });
}

function write(change: RunChange): Promise<unknown> {
  switch (change.kind) {
    case 'rename':
      return mlflowPost('runs/update', { run_id: change.id, run_name: change.name });
    case 'tag':
      return mlflowPost('runs/set-tag', { run_id: change.id, key: change.key, value: change.value });
    case 'untag':
      return mlflowPost('runs/delete-tag', { run_id: change.id, key: change.key });
    default:
      return mlflowPost(`runs/${change.kind}`, { run_id: change.id });
  }
}
