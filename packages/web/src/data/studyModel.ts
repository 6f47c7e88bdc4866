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
}

/** A trial as `/api/sweeps` writes it. */
export interface TrialJson {
  trial_id: number;
  number: number;
  state: TrialState;
  values: unknown[] | null;
  params: Record<string, unknown>;
  distributions?: Record<string, Distribution>;
  intermediate_values?: [unknown, unknown][];
  user_attrs?: Record<string, unknown>;
  datetime_start: string | null;
  datetime_complete: string | null;
}

export function parseStudy(json: StudyJson): Study {
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
  };
}

export function parseTrial(json: TrialJson): Trial {
  return {
    id: json.trial_id,
    number: json.number,
    state: json.state,
    values: json.values?.map(parseDouble) ?? null,
    params: json.params,
    distributions: json.distributions ?? {},
    intermediate: (json.intermediate_values ?? [])
      .map(([step, value]): [number, number] => [Number(step), parseDouble(value)])
      .sort((a, b) => a[0] - b[0]),
    userAttrs: json.user_attrs ?? {},
    started: time(json.datetime_start),
    completed: time(json.datetime_complete),
  };
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
