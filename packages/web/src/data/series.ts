import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { History } from '../logic/series.ts';
import { loadSeries, type SeriesRequest } from './seriesLoader.ts';
import { useLatest } from './useLatest.ts';

export interface SeriesWanted extends SeriesRequest {
  metric: string;
  /** Changes with what was logged last: then the series is fetched again. */
  mark: string;
  /** While it is false nothing is fetched. */
  enabled?: boolean;
}

const LEAST_WAIT_MS = 1000;
/** A series that takes long to read is asked for less often. */
const WAITS_PER_READ = 4;

interface Known {
  histories: ReadonlyMap<string, History>;
  mark: string;
  ms: number;
}

/** One metric of some runs, by run, as a chart draws it; renewed while more is logged. */
export function useSeries({ metric, mark, enabled = true, ...request }: SeriesWanted) {
  const { runIds, axis, range, points } = request;
  const latestMark = useLatest(mark);
  const query = useQuery({
    queryKey: ['series', metric, axis, range, points, runIds],
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Known> => {
      const asked = latestMark.current;
      const started = performance.now();
      const histories = await loadSeries(request, metric);
      return { histories, mark: asked, ms: performance.now() - started };
    },
  });
  const { data, refetch, isFetching } = query;
  const isBehind = data !== undefined && data.mark !== mark;
  const wait = Math.max(LEAST_WAIT_MS, WAITS_PER_READ * (data?.ms ?? 0));
  useEffect(() => {
    if (!enabled || !isBehind || isFetching) return;
    const timer = setTimeout(() => void refetch(), wait);
    return () => clearTimeout(timer);
  }, [enabled, isBehind, isFetching, refetch, wait]);
  return { ...query, histories: data?.histories };
}
