import type { Direction, FrozenTrial } from '../trial.ts';

/** What a pruner goes by. */
export interface PruneContext {
  direction: Direction;
  trials: FrozenTrial[];
}

/** Says whether a trial is not worth going on with, after it has reported a value. */
export interface Pruner {
  readonly name: string;
  shouldPrune(trial: FrozenTrial, context: PruneContext): boolean;
}
