export type Direction = 'minimize' | 'maximize';
export type TrialState = 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAIL' | 'WAITING';
export type ParamValue = string | number | boolean | null;
/** JSON has no NaN and no infinities; they are strings. */
export type Double = number | 'NaN' | 'Infinity' | '-Infinity';

/** A parameter as JSON Schema states it; `real`, `integer` and `choice` write it. */
export interface ParamField {
  type?: 'number' | 'integer' | 'boolean' | 'string';
  minimum?: number;
  maximum?: number;
  enum?: readonly ParamValue[];
  'x-log'?: boolean;
  'x-step'?: number;
}

export type Space = Record<string, ParamField>;

/** By name, or with options. */
export type Setting = string | { name: string; options?: Record<string, unknown> };

/** What a new study is made with. */
export interface NewStudy {
  /** One for each objective; `['minimize']` by default. */
  directions?: Direction[];
  space?: Space;
  sampler?: Setting;
  pruner?: Setting;
  seed?: number;
  user_attrs?: Record<string, unknown>;
  /** Seconds; trials that report nothing for the grace are failed. */
  heartbeat?: { interval: number; grace?: number; max_retries?: number };
}

export interface StudyInfo {
  study_id: number;
  name: string;
  directions: Direction[];
  counts: Record<TrialState, number>;
  best_trial: { number: number; values: Double[] | null; params: Record<string, ParamValue> } | null;
  datetime_start: string | null;
  datetime_last: string | null;
  user_attrs: Record<string, unknown>;
  system_attrs: Record<string, unknown>;
  /** What it was made with. */
  settings: Required<Pick<NewStudy, 'sampler' | 'pruner'>> & {
    seed: number | null;
    space: Space | null;
    heartbeat: NewStudy['heartbeat'] | null;
  };
  /** Why no more trials are begun, or null. */
  stopped: string | null;
}

export interface TrialInfo {
  trial_id: number;
  number: number;
  state: TrialState;
  values: Double[] | null;
  params: Record<string, ParamValue>;
  distributions: Record<string, unknown>;
  intermediate_values: [step: number, value: Double][];
  user_attrs: Record<string, unknown>;
  system_attrs: Record<string, unknown>;
  datetime_start: string | null;
  datetime_complete: string | null;
}

interface Range {
  log?: boolean;
  step?: number;
}

/** A number from `low` to `high`, on a log scale or in steps. */
export function real(low: number, high: number, range: Range = {}): ParamField {
  return field('number', low, high, range);
}

/** A whole number from `low` to `high`, on a log scale or in steps. */
export function integer(low: number, high: number, range: Range = {}): ParamField {
  return field('integer', low, high, range);
}

/** One of these values. */
export function choice(values: readonly ParamValue[]): ParamField {
  return { enum: values };
}

function field(type: 'number' | 'integer', low: number, high: number, { log, step }: Range): ParamField {
  return {
    type,
    minimum: low,
    maximum: high,
    ...(log && { 'x-log': true }),
    ...(step !== undefined && { 'x-step': step }),
  };
}
