import type { Direction, FinishedState } from '@orrery/sweeps';

/** What happens in a sweep of a command. */
export type SweepEvent =
  | {
      kind: 'start';
      study: string;
      study_id: number;
      run_id: string;
      directions: readonly Direction[];
      metrics: string[];
      /** How many trials the study is to have, and how many of them have ended. */
      trials: number;
      done: number;
      /** The best of them. */
      best: { number: number; value: number } | null;
    }
  | { kind: 'begin'; number: number; params: Record<string, unknown>; run_id: string }
  | { kind: 'report'; number: number; step: number; value: number }
  | {
      kind: 'end';
      number: number;
      state: FinishedState;
      values: number[] | null;
      reason: string | null;
      seconds: number;
    }
  | { kind: 'line'; text: string };
