import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { parseDouble } from '../logic/numbers.ts';
import { ApiError, postJson } from './api.ts';
import { useRunEvents } from './live.ts';
import type { RunStatus, Stage } from './model.ts';
import { useThrottled } from './useThrottled.ts';

const PAGE = 100;

/** Which runs, how they stand, and what of them is shown. */
export interface RowsQuery {
  filter: string;
  stage: Stage;
  /** Columns; `-` before one is downwards. */
  order: readonly string[];
  /** null: what varies. */
  columns: readonly string[] | null;
  group: readonly string[];
  nested: boolean;
  open: readonly string[];
  pinned: readonly string[];
}

/** A run with what it holds in the columns that were asked for. */
export interface RowRun {
  id: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  stage: Stage;
  user: string;
  startTime: number | null;
  endTime: number | null;
  metrics: Readonly<Record<string, number>>;
  params: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
}

/** What a column holds over the runs of a group; figures are null where it holds none. */
export interface Aggregate {
  count: number;
  mean: number | null;
  deviation: number | null;
  min: number | null;
  max: number | null;
  value?: string | number;
}

interface LineBase {
  id: string;
  depth: number;
  children: number;
  open: boolean;
}
export interface RunLine extends LineBase {
  kind: 'run';
  run: RowRun;
}
export interface GroupLine extends LineBase {
  kind: 'group';
  column: string;
  value: string | number | null;
  label: string | null;
  aggregates: Readonly<Record<string, Aggregate>>;
}
export type Line = RunLine | GroupLine;

interface Window {
  matching: number;
  total: number;
  columns: string[];
  primary: string | null;
  lines: Line[];
  pinned: RowRun[];
}

interface RunJson {
  run_id: string;
  run_name: string;
  experiment_id: string;
  user_id: string;
  status: RunStatus;
  lifecycle_stage: Stage;
  start_time: number | null;
  end_time: number | null;
  metrics: Record<string, number | string>;
  params: Record<string, string>;
  tags: Record<string, string>;
}

type RowsAnswer = Omit<Window, 'lines' | 'pinned'> & {
  lines: (Omit<RunLine, 'run'> | GroupLine)[];
  runs: RunJson[];
};

/** Where the server answers for an experiment's runs. */
export function runsRoute(experimentId: string, route: string): string {
  return `/api/tracking/experiments/${encodeURIComponent(experimentId)}/${route}`;
}

export function viewType(stage: Stage): 'DELETED_ONLY' | 'ACTIVE_ONLY' {
  return stage === 'deleted' ? 'DELETED_ONLY' : 'ACTIVE_ONLY';
}

async function fetchWindow(
  experimentId: string,
  query: RowsQuery,
  page: number,
  signal?: AbortSignal,
): Promise<Window> {
  const { stage, columns, ...rest } = query;
  const body = { ...rest, columns, view: viewType(stage), offset: page * PAGE, limit: PAGE };
  const answer = await postJson<RowsAnswer>(runsRoute(experimentId, 'rows'), body, signal);
  const runs = new Map(answer.runs.map((json) => [json.run_id, parseRowRun(json)]));
  return {
    ...answer,
    lines: answer.lines.flatMap((line): Line[] => {
      if (line.kind === 'group') return [line];
      const run = runs.get(line.id);
      return run ? [{ ...line, run }] : [];
    }),
    pinned: query.pinned.flatMap((id) => runs.get(id) ?? []),
  };
}

/**
 * The lines of a runs table that are in sight, one request for each hundred, renewed about once a second while events
 * name the experiment. Until new lines are here the old ones stay.
 */
export function useRunRows(experimentId: string, query: RowsQuery) {
  const client = useQueryClient();
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
  const refresh = useThrottled(
    () =>
      ['rows', 'run-best', 'run-points'].forEach((key) => {
        void client.invalidateQueries({ queryKey: [key, experimentId] });
      }),
    1000,
  );
  useRunEvents((event) => event.experiment_ids.includes(experimentId) && refresh(), refresh);

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

function parseRowRun(json: RunJson): RowRun {
  return {
    id: json.run_id,
    experimentId: json.experiment_id,
    name: json.run_name || json.run_id.slice(0, 8),
    status: json.status,
    stage: json.lifecycle_stage,
    user: json.user_id,
    startTime: json.start_time,
    endTime: json.end_time || null,
    metrics: Object.fromEntries(
      Object.entries(json.metrics).map(([key, value]) => [key, parseDouble(value)]),
    ),
    params: json.params,
    tags: json.tags,
  };
}

interface LeadersQuery {
  metric: string;
  direction: 'maximize' | 'minimize';
  filter: string;
  stage: Stage;
  most: number;
}

/** The runs that run and those that are best by a metric, so many of them at most. */
export function useLeaders(experimentId: string, query: LeadersQuery): readonly RowRun[] {
  const { metric, direction, filter, stage, most } = query;
  const { data } = useQuery({
    queryKey: ['rows', experimentId, 'leaders', query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const order = [`${direction === 'maximize' ? '-' : ''}metrics.${metric}`];
      const ask = async (narrowed: string) => {
        const body = {
          filter: narrowed,
          view: viewType(stage),
          columns: [`metrics.${metric}`],
          nested: false,
        };
        const route = runsRoute(experimentId, 'rows');
        const answer = await postJson<RowsAnswer>(route, { ...body, order, limit: most }, signal);
        const runs = new Map(answer.runs.map((json) => [json.run_id, parseRowRun(json)]));
        return answer.lines.flatMap(({ id }) => runs.get(id) ?? []);
      };
      const running = "attributes.status = 'RUNNING'";
      const found = await Promise.all([ask(filter ? `${filter} and ${running}` : running), ask(filter)]);
      const byId = new Map(found.flat().map((run) => [run.id, run]));
      return [...byId.values()].filter((run) => metric in run.metrics).slice(0, most);
    },
  });
  return data ?? [];
}
