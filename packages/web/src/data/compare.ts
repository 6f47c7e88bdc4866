import { useQuery, useQueryClient } from '@tanstack/react-query';
import { postJson } from './api.ts';
import { useRunEvents } from './live.ts';
import { parseRun, type RunJson } from './model.ts';
import { useThrottled } from './useThrottled.ts';

const LIVE_MS = 2000;

/** Runs by their ids, in one request; renewed while events name any of them. */
export function useRunsByIds(ids: readonly string[]) {
  const client = useQueryClient();
  const refresh = useThrottled(() => client.invalidateQueries({ queryKey: ['runs-by-id', ids] }), LIVE_MS);
  useRunEvents((event) => event.run_ids.some((id) => ids.includes(id)) && refresh(), refresh);
  return useQuery({
    queryKey: ['runs-by-id', ids],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => {
      const { runs, ...rest } = await postJson<{
        runs: RunJson[];
        missing: string[];
        primary: string | null;
      }>('/api/tracking/runs', { run_ids: ids }, signal);
      return { runs: runs.map(parseRun), ...rest };
    },
  });
}

export interface CommonArtifact {
  path: string;
  /** Places of the runs that have it, in the list that was asked for. */
  runs: number[];
}

/** Which files these runs have. */
export function useCommonArtifacts(ids: readonly string[]) {
  return useQuery({
    queryKey: ['artifact-paths', ids],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      postJson<{ paths: CommonArtifact[]; truncated: boolean }>(
        '/api/artifacts/paths',
        { run_ids: ids },
        signal,
      ),
  });
}
