import type { Direction } from '../logic/direction.ts';
import { parseDouble } from '../logic/numbers.ts';

export type TrialState = 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAIL' | 'WAITING';

export interface Study {
  id: number;
  name: string;
  directions: Direction[];
  counts: Record<TrialState, number>;
  best: { number: number; values: number[]; params: Readonly<Record<string, unknown>> } | null;
  started: number | null;
  last: number | null;
  userAttrs: Readonly<Record<string, unknown>>;
  systemAttrs: Readonly<Record<string, unknown>>;
  /** Short words for finding it again. */
  tags: readonly string[];
  /** What each objective is called. */
  objectives: readonly string[];
  /** Why nobody is given another trial; null where somebody is. */
  stopped: string | null;
}

export interface Distribution {
  name: string;
  attributes: Readonly<Record<string, unknown>>;
}

export interface Trial {
  id: number;
  number: number;
  state: TrialState;
  values: number[] | null;
  params: Readonly<Record<string, unknown>>;
  distributions: Readonly<Record<string, Distribution>>;
  /** `[step, value]`, ascending by step. */
  intermediate: [number, number][];
  userAttrs: Readonly<Record<string, unknown>>;
  /** It breaks a constraint. */
  infeasible: boolean;
  /** Params that a waiting trial will be given. */
  fixed: Readonly<Record<string, unknown>>;
  started: number | null;
  completed: number | null;
}

/** A study as `/api/sweeps` writes it. */
export interface StudyJson {
  study_id: number;
  name: string;
  directions: string[];
  counts: Partial<Record<TrialState, number>>;
  best_trial: { number: number; values: unknown[]; params: Record<string, unknown> } | null;
  datetime_start: string | null;
  datetime_last: string | null;
  user_attrs?: Record<string, unknown>;
  system_attrs?: Record<string, unknown>;
  stopped?: string | null;
}

/** The user attribute that holds a study's tags. */
export const TAGS = 'orrery.tags';

/** The system attribute in which Optuna keeps what `set_metric_names` was told. */
const METRIC_NAMES = 'study:metric_names';

export function parseStudy(json: StudyJson): Study {
  const names = texts(json.system_attrs?.[METRIC_NAMES]);
  return {
    id: json.study_id,
    name: json.name,
    directions: json.directions.map((word) =>
      word.toLowerCase().startsWith('max') ? 'maximize' : 'minimize',
    ),
    counts: { RUNNING: 0, COMPLETE: 0, PRUNED: 0, FAIL: 0, WAITING: 0, ...json.counts },
    best: json.best_trial && { ...json.best_trial, values: json.best_trial.values.map(parseDouble) },
    started: time(json.datetime_start),
    last: time(json.datetime_last),
    userAttrs: json.user_attrs ?? {},
    systemAttrs: json.system_attrs ?? {},
    tags: texts(json.user_attrs?.[TAGS]),
    objectives: json.directions.map(
      (_, index) => names[index] ?? (json.directions.length === 1 ? 'Value' : `Objective ${index}`),
    ),
    stopped: json.stopped ?? null,
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The run a trial was trained in, where the runner noted it. */
export function trialRun(trial: Trial): { runId: string; experimentId: string } | null {
  const runId = trial.userAttrs['mlflow.run_id'];
  const experimentId = trial.userAttrs['mlflow.experiment_id'];
  return runId && experimentId ? { runId: String(runId), experimentId: String(experimentId) } : null;
}

function time(text: string | null | undefined): number | null {
  const parsed = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}
