import { useMemo } from 'react';
import { type RunImage, useRunImages } from '../../data/images.ts';
import type { Board } from '../../logic/leaderboard.ts';

/** The images of the best run of each dataset and model. */
export function usePlots(boards: readonly Board[]): ReadonlyMap<string, readonly RunImage[]> | undefined {
  const key = boards.flatMap(({ standings }) => standings.map(({ best }) => best.id)).join();
  const ids = useMemo(() => key.split(',').filter(Boolean), [key]);
  return useRunImages(ids).data;
}
