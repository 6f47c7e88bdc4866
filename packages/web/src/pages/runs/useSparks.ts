import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { postJson } from '../../data/api.ts';

const POINTS = 24;

interface Series {
  run_id: string;
  key: string;
  values: (number | null)[];
}

/** Short histories of some metrics for the runs in sight, by metric and run: one request for all. */
export function useSparks(
  runIds: readonly string[],
  metrics: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> {
  const { data } = useQuery({
    queryKey: ['sparks', runIds, metrics],
    enabled: runIds.length > 0 && metrics.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      postJson<{ series: Series[] }>(
        '/api/tracking/series',
        { run_ids: runIds, metrics, points: POINTS },
        signal,
      ),
  });
  return useMemo(() => {
    const byMetric = new Map<string, Map<string, readonly number[]>>();
    for (const { run_id, key, values } of data?.series ?? []) {
      const byRun = byMetric.get(key) ?? new Map<string, readonly number[]>();
      byMetric.set(key, byRun);
      byRun.set(
        run_id,
        values.filter((value) => value !== null),
      );
    }
    return byMetric;
  }, [data]);
}
