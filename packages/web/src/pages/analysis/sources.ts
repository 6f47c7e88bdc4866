import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getJson, postJson } from '../../data/api.ts';
import { useExperiments } from '../../data/experiments.ts';
import { runsRoute } from '../../data/rowModel.ts';
import type { RunKey, RunPoint } from '../../data/runFacts.ts';
import { useStudies, useTrialsOf } from '../../data/studies.ts';
import type { Study, Trial } from '../../data/studyModel.ts';
import { isSystemMetric } from '../../logic/varying.ts';
import { TEXT } from './text.ts';

/** An experiment or a study; its id is `e1` or `s1`. */
export interface Source {
  id: string;
  kind: 'experiment' | 'study';
  /** Of the experiment or the study itself. */
  ownId: string;
  name: string;
  study: Study | null;
}

/** What a run or a trial found. */
export interface Found {
  source: Source;
  label: string;
  x: number | string;
  y: number;
  /** A run's id, or a trial's number. */
  item: string;
}

/** All that there is to pick from. */
export function useSources(): { sources: Source[]; loading: boolean } {
  const experiments = useExperiments('active');
  const studies = useStudies();
  const sources = useMemo(
    () => [
      ...(experiments.data ?? []).map(
        ({ id, name }): Source => ({ id: `e${id}`, kind: 'experiment', ownId: id, name, study: null }),
      ),
      ...(studies.data ?? []).map(
        (study): Source => ({
          id: `s${study.id}`,
          kind: 'study',
          ownId: String(study.id),
          name: study.name,
          study,
        }),
      ),
    ],
    [experiments.data, studies.data],
  );
  return { sources, loading: experiments.isPending || studies.isPending };
}

/** The metrics and params that the picked sources have, those of most first. */
export function useNames(picked: readonly Source[]): {
  metrics: string[];
  params: string[];
  /** Whether some are yet to come. */
  waiting: boolean;
} {
  const experiments = picked.filter(({ kind }) => kind === 'experiment');
  const keys = useQueries({
    queries: experiments.map(({ ownId }) => ({
      queryKey: ['run-keys', ownId],
      staleTime: 30_000,
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await getJson<{ keys: RunKey[] }>(runsRoute(ownId, 'keys'), {}, signal)).keys,
    })),
  });
  const trials = useTrialsOf(studiesOf(picked));
  const metrics = new Map<string, number>();
  const params = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const { data } of keys)
    for (const { kind, key } of data ?? []) {
      if (kind === 'params') count(params, key);
      if (kind === 'metrics' && !isSystemMetric(key)) count(metrics, key);
    }
  for (const { data } of trials)
    for (const name of Object.keys(data?.findLast(({ state }) => state === 'COMPLETE')?.params ?? {}))
      count(params, name);
  const ordered = (map: Map<string, number>) =>
    [...map].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([key]) => key);
  const waiting = [...keys, ...trials].some(({ isPending }) => isPending);
  return { metrics: ordered(metrics), params: ordered(params), waiting };
}

interface PointsAnswer {
  runs: number;
  categories: string[] | null;
  points: RunPoint[];
}

/** What the picked sources found: a metric of runs, the objective of trials, over a param. */
export function useFindings(picked: readonly Source[], metric: string, param: string): Found[] {
  const experiments = picked.filter(({ kind }) => kind === 'experiment');
  const points = useQueries({
    queries: experiments.map(({ ownId }) => ({
      queryKey: ['run-points', ownId, 'analysis', metric, param],
      enabled: metric !== '' && param !== '',
      retry: false,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        postJson<PointsAnswer>(
          runsRoute(ownId, 'points'),
          { x: `params.${param}`, y: `metrics.${metric}` },
          signal,
        ),
    })),
  });
  const studies = picked.filter(({ kind }) => kind === 'study');
  const trials = useTrialsOf(studiesOf(picked));
  return [
    ...experiments.flatMap((source, index) => {
      const answer = points[index]?.data;
      return (answer?.points ?? []).map(
        ({ run_id, run_name, x, y }): Found => ({
          source,
          label: run_name,
          x: answer?.categories?.[x] ?? x,
          y,
          item: run_id,
        }),
      );
    }),
    ...studies.flatMap((source, index) =>
      (trials[index]?.data ?? []).flatMap((trial): Found[] => {
        const [x, y] = [paramOf(trial, param), trial.values?.[0]];
        if (x === null || y === undefined || trial.state !== 'COMPLETE' || !Number.isFinite(y)) return [];
        return [{ source, label: TEXT.trial(trial.number), x, y, item: String(trial.number) }];
      }),
    ),
  ];
}

function paramOf(trial: Trial, param: string): number | string | null {
  const value = trial.params[param];
  if (value === undefined || value === null) return null;
  return typeof value === 'number' ? value : String(value);
}

function studiesOf(picked: readonly Source[]): string[] {
  return picked.filter(({ kind }) => kind === 'study').map(({ ownId }) => ownId);
}
