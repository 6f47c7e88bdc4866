import type { Distribution, ParamValue } from './distribution.ts';

export type Direction = 'minimize' | 'maximize';
export type TrialState = 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAIL' | 'WAITING';
export type FinishedState = 'COMPLETE' | 'PRUNED' | 'FAIL';
export type Attributes = Record<string, unknown>;

/** One evaluation of the objective, as it stood when it was read. */
export interface FrozenTrial {
  trialId: number;
  /** Counted from 0 within the study. */
  number: number;
  state: TrialState;
  values: number[] | null;
  params: Record<string, ParamValue>;
  distributions: Record<string, Distribution>;
  /** Reported values by step, in order of step. */
  intermediateValues: Map<number, number>;
  userAttrs: Attributes;
  systemAttrs: Attributes;
  datetimeStart: Date | null;
  datetimeComplete: Date | null;
}

export function isFinished(state: TrialState): state is FinishedState {
  return state === 'COMPLETE' || state === 'PRUNED' || state === 'FAIL';
}

/** The last step that the trial reported, or null where it reported none. */
export function lastStep(trial: FrozenTrial): number | null {
  let last: number | null = null;
  for (const step of trial.intermediateValues.keys()) if (last === null || step > last) last = step;
  return last;
}
