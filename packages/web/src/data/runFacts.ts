import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson, postJson } from './api.ts';
import type { RunStatus, Stage } from './model.ts';
import { runsRoute, viewType } from './rowModel.ts';

export interface RunKey {
  kind: 'metrics' | 'params' | 'tags';
  key: string;
  runs: number;
}

/** Every name that runs of an experiment logged under. */
export function useRunKeys(experimentId: string, enabled: boolean) {
  return useQuery({
    queryKey: ['run-keys', experimentId],
    enabled,
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await getJson<{ keys: RunKey[] }>(runsRoute(experimentId, 'keys'), {}, signal)).keys,
  });
}

export interface ColumnValues {
  values: { value: string | number; runs: number }[];
  distinct: number;
  min: number | null;
  max: number | null;
}

/** What runs of an experiment hold in one column. */
export function useColumnValues(experimentId: string, column: string | null) {
  return useQuery({
    queryKey: ['run-values', experimentId, column],
    enabled: column !== null,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      getJson<ColumnValues>(runsRoute(experimentId, 'values'), { column: column ?? '' }, signal),
  });
}

interface End {
  value: number;
  run_id: string;
  run_name: string;
}

/** The ends of each metric, and the runs that have them. */
export type Best = Readonly<Record<string, { runs: number; min: End; max: End }>>;

export function useBest(experimentId: string, filter: string, stage: Stage, metrics: readonly string[]) {
  return useQuery({
    queryKey: ['run-best', experimentId, filter, stage, metrics],
    enabled: metrics.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      (
        await postJson<{ best: Best }>(
          runsRoute(experimentId, 'best'),
          { filter, view: viewType(stage), metrics },
          signal,
        )
      ).best,
  });
}

/** A run as a point of a chart. */
export interface RunPoint {
  run_id: string;
  run_name: string;
  status: RunStatus;
  start_time: number | null;
  x: number;
  y: number;
}

export interface PointsQuery {
  filter: string;
  stage: Stage;
  /** A column; without it, the order in which runs started. */
  x?: string;
  y: string;
}

/** One column of every run over another, thinned by the server with the extremes kept. */
export function useRunPoints(experimentId: string, { stage, ...query }: PointsQuery, enabled = true) {
  return useQuery({
    queryKey: ['run-points', experimentId, query, stage],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      postJson<{ runs: number; points: RunPoint[] }>(
        runsRoute(experimentId, 'points'),
        { ...query, view: viewType(stage) },
        signal,
      ),
  });
}
