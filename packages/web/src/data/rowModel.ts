import { parseDouble } from '../logic/numbers.ts';
import { postJson } from './api.ts';
import type { RunStatus, Stage } from './model.ts';

/** Lines of one request. */
export const PAGE = 100;

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
  /** The names of the data sets that it read, where that is a column. */
  dataset?: string | undefined;
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

/** Lines of a runs table, and what is known of all of it. */
export interface Window {
  matching: number;
  total: number;
  columns: string[];
  primary: string | null;
  lines: Line[];
  pinned: RowRun[];
}

export interface RunJson {
  run_id: string;
  run_name: string;
  experiment_id: string;
  user_id: string;
  status: RunStatus;
  lifecycle_stage: Stage;
  start_time: number | null;
  end_time: number | null;
  dataset?: string;
  metrics: Record<string, number | string>;
  params: Record<string, string>;
  tags: Record<string, string>;
}

export type RowsAnswer = Omit<Window, 'lines' | 'pinned'> & {
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

/** One page of the lines, counted from 0. */
export async function fetchWindow(
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

export function parseRowRun(json: RunJson): RowRun {
  return {
    id: json.run_id,
    experimentId: json.experiment_id,
    name: json.run_name || json.run_id.slice(0, 8),
    status: json.status,
    stage: json.lifecycle_stage,
    user: json.user_id,
    startTime: json.start_time,
    endTime: json.end_time || null,
    dataset: json.dataset,
    metrics: Object.fromEntries(
      Object.entries(json.metrics).map(([key, value]) => [key, parseDouble(value)]),
    ),
    params: json.params,
    tags: json.tags,
  };
}
