import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { ApiError, mlflowPost } from './api.ts';
import { useRunEvents } from './live.ts';
import { parseRun, type Run, type RunJson, type Stage } from './model.ts';
import { mergeRuns, type RunPage, withRunIds } from './runPages.ts';
import { useThrottled } from './useThrottled.ts';

const PAGE = 1000;
const MANY_CHANGES = 300;

interface SearchAnswer {
  runs?: RunJson[];
  next_page_token?: string;
}

/**
 * All runs of an experiment that match a filter, page after page until the last.
 * Runs named by live events are fetched alone and put into the pages that are there.
 */
export function useRunSearch(experimentId: string, filter: string, stage: Stage) {
  const client = useQueryClient();
  const key = ['runs', experimentId, filter, stage] as const;
  const search = (fields: object, signal?: AbortSignal): Promise<RunPage> =>
    mlflowPost<SearchAnswer>(
      'runs/search',
      {
        experiment_ids: [experimentId],
        run_view_type: stage === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
        max_results: PAGE,
        order_by: ['attributes.start_time DESC'],
        ...fields,
      },
      signal,
    ).then((answer) => ({
      runs: (answer.runs ?? []).map(parseRun),
      token: answer.next_page_token || undefined,
    }));

  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      search({ filter, ...(pageParam && { page_token: pageParam }) }, signal),
    getNextPageParam: (page) => page.token,
    staleTime: 20_000,
    refetchOnWindowFocus: false,
    retry: (count, error) => !(error instanceof ApiError && error.status === 400) && count < 2,
  });

  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);

  const changed = useRef(new Set<string>());
  const refresh = useThrottled(async () => {
    const ids = [...changed.current];
    changed.current.clear();
    if (ids.length === 0) return;
    if (ids.length > MANY_CHANGES) return void client.invalidateQueries({ queryKey: key });
    const fresh = await search({ filter: withRunIds(filter, ids) }).catch(() => null);
    if (!fresh) return;
    client.setQueryData<InfiniteData<RunPage, string>>(
      key,
      (old) => old && { ...old, pages: mergeRuns(old.pages, ids, fresh.runs) },
    );
  }, 1000);

  useRunEvents(
    (event) => {
      if (!event.experiment_ids.includes(experimentId)) return;
      for (const id of event.run_ids) changed.current.add(id);
      refresh();
    },
    () => client.invalidateQueries({ queryKey: key }),
  );

  const runs = useMemo<Run[]>(() => query.data?.pages.flatMap((page) => page.runs) ?? [], [query.data]);
  return { runs, error: query.error, loading: query.isPending, complete: !hasNextPage && !query.isPending };
}
