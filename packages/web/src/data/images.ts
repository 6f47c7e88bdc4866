import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postJson } from './api.ts';

/** An image among a run's artifacts. */
export interface RunImage {
  run_id: string;
  path: string;
  /** In bytes. */
  size: number;
}

/** The images of some runs, by run; one request for all. */
export function useRunImages(runIds: readonly string[]) {
  return useQuery({
    queryKey: ['run-images', runIds],
    enabled: runIds.length > 0,
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { images } = await postJson<{ images: RunImage[] }>(
        '/api/tracking/images',
        { run_ids: runIds },
        signal,
      );
      return Map.groupBy(images, ({ run_id }) => run_id);
    },
  });
}
