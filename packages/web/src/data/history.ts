import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { parseDouble, parseInt64 } from '../logic/numbers.ts';
import type { HistoryPoint } from '../logic/series.ts';
import { mlflowGet } from './api.ts';
import type { LatestMetric, Run } from './model.ts';

const PAGE = 25_000;

interface HistoryAnswer {
  metrics?: { value?: unknown; timestamp?: unknown; step?: unknown }[];
  next_page_token?: string;
}

function historyQuery(runId: string, metric: string) {
  return queryOptions({
    queryKey: ['history', runId, metric],
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const points: HistoryPoint[] = [];
      let token: string | undefined;
      do {
        const page = await mlflowGet<HistoryAnswer>(
          'metrics/get-history',
          { run_id: runId, metric_key: metric, max_results: PAGE, page_token: token },
          signal,
        );
        for (const point of page.metrics ?? []) {
          points.push({
            step: parseInt64(point.step) ?? 0,
            timestamp: parseInt64(point.timestamp) ?? 0,
            value: parseDouble(point.value ?? 0),
          });
        }
        token = page.next_page_token || undefined;
      } while (token);
      return points;
    },
  });
}

/**
 * Everything a run logged for a metric. Fetched again only when the run's latest value
 * of that metric moved, so a live run costs one request a second and one per metric that changed.
 */
export function useHistory(runId: string, metric: string, latest: LatestMetric | undefined, enabled = true) {
  const query = useQuery({ ...historyQuery(runId, metric), enabled });
  const { data, refetch } = query;
  const mark = latest && `${latest.step} ${latest.timestamp} ${latest.value}`;
  const behind = data !== undefined && latest !== undefined && !holds(data, latest);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks once for each new latest value
  useEffect(() => {
    if (enabled && behind) void refetch();
  }, [mark, behind, enabled, refetch]);
  return query;
}

/** One metric's history for several runs. */
export function useHistories(runs: readonly Run[], metric: string, enabled: boolean) {
  return useQueries({
    queries: runs.map((run) => ({
      ...historyQuery(run.id, metric),
      enabled,
      ...(run.status === 'RUNNING' && { staleTime: 0, refetchInterval: 3000 }),
    })),
    combine: (results) => ({
      histories: results.map((result) => result.data),
      loading: results.some((result) => result.isLoading),
    }),
  });
}

function holds(points: readonly HistoryPoint[], latest: LatestMetric): boolean {
  return points.some(
    (point) =>
      point.step === latest.step &&
      point.timestamp === latest.timestamp &&
      Object.is(point.value, latest.value),
  );
}
