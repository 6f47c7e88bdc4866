import { toJson } from './python-json.ts';
import type { Direction, TrialState } from './trial.ts';

/** A study as the database holds it: attributes are JSON as its writer wrote it. */
export interface StoredStudy {
  studyId: number;
  name: string;
  directions: Direction[];
  userAttrs: Map<string, string>;
  systemAttrs: Map<string, string>;
}

/** A parameter of a trial: the number that stands for its value, and its distribution as Optuna's JSON. */
export interface StoredParam {
  name: string;
  internal: number;
  distribution: string;
}

/** What a new trial begins with. */
export interface TrialTemplate {
  state: TrialState;
  values: number[] | null;
  params: StoredParam[];
  /** Reported values by step, in order of step. */
  intermediateValues: Map<number, number>;
  userAttrs: Map<string, string>;
  systemAttrs: Map<string, string>;
  /** Microseconds since 1970. */
  datetimeStart: number | null;
  datetimeComplete: number | null;
}

/** An enqueued trial, which fixes some params for whoever takes it. */
export function waitingTrial(fixedParams: Record<string, unknown>): Partial<TrialTemplate> {
  return { state: 'WAITING', systemAttrs: new Map([['fixed_params', toJson(fixedParams)]]) };
}

/** A trial as the database holds it, exact to the letter: JSON of Python tells 1.0 from 1, a Date has no microseconds. */
export interface StoredTrial extends TrialTemplate {
  trialId: number;
  studyId: number;
  /** Counted from 0 within the study. */
  number: number;
}
