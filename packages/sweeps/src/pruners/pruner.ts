import type { Direction, FrozenTrial } from '../trial.ts';

/** What a pruner goes by. */
export interface PruneContext {
  studyName: string;
  direction: Direction;
  /** All trials of the study, the one that is judged among them. */
  trials: readonly FrozenTrial[];
  /** Sets a system attribute of the trial that is judged, for those that are judged after it. */
  note(key: string, value: unknown): void;
}

/** Says whether a trial is not worth going on with, after it has reported a value. */
export interface Pruner {
  readonly name: string;
  shouldPrune(trial: FrozenTrial, context: PruneContext): boolean;
  /** The trials that compete with one: its sampler learns from them alone. All, where a pruner does not have it. */
  peersOf?(trial: FrozenTrial, study: Pick<PruneContext, 'studyName' | 'trials'>): readonly FrozenTrial[];
}
