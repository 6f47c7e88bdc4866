import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { ApiError } from './api.ts';
import { useRefreshedRuns } from './refreshRuns.ts';
import { fetchWindow, type Line, PAGE, type RowsQuery, type Window } from './rowModel.ts';

/**
 * The lines of a runs table that are in sight, one request for each hundred, renewed about once a second while events
 * name the experiment. Until new lines are here the old ones stay.
 */
export function useRunRows(experimentId: string, query: RowsQuery) {
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(0);
  const pages = useMemo(() => Array.from({ length: to - from + 1 }, (_, index) => from + index), [from, to]);
  const setRange = useCallback((first: number, last: number) => {
    setFrom(Math.floor(first / PAGE));
    setTo(Math.floor(last / PAGE));
  }, []);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['rows', experimentId, query, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchWindow(experimentId, query, page, signal),
      staleTime: 20_000,
      gcTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count: number, error: Error) =>
        !(error instanceof ApiError && error.status >= 400 && error.status < 500) && count < 2,
    })),
  });
  useRefreshedRuns(experimentId, 'rows', 'run-best', 'run-points');

  const kept = useRef<{ query: RowsQuery; lines: Map<number, Line>; newest: Window } | null>(null);
  const error = results.find((result) => result.error)?.error ?? null;
  const fresh = results.flatMap((result, index) =>
    result.data ? [{ page: pages[index] ?? 0, window: result.data }] : [],
  );
  if (fresh[0]) {
    if (kept.current?.query !== query) kept.current = { query, lines: new Map(), newest: fresh[0].window };
    for (const { page, window } of fresh) {
      kept.current.newest = window;
      window.lines.forEach((line, index) => {
        kept.current?.lines.set(page * PAGE + index, line);
      });
    }
  }
  const shown = kept.current;
  return {
    total: shown?.newest.total ?? 0,
    matching: shown?.newest.matching ?? 0,
    columns: shown?.newest.columns ?? [],
    primary: shown?.newest.primary ?? null,
    pinned: shown?.newest.pinned ?? [],
    lineAt: (index: number): Line | undefined => shown?.lines.get(index),
    /** How often any line was replaced, for those who remember lines. */
    renewed: Math.max(0, ...results.map((result) => result.dataUpdatedAt)),
    stale: shown !== null && shown.query !== query && error === null,
    loading: shown === null && error === null,
    error,
    setRange,
  };
}
