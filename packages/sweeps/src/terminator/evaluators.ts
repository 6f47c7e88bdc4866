import type { Direction, FrozenTrial } from '../trial.ts';

/** Estimates how much better the best value may still become. */
export interface ImprovementEvaluator {
  /** @param trials of one study, some of them complete @throws OrreryError where nothing can be said */
  evaluate(trials: readonly FrozenTrial[], direction: Direction): number | Promise<number>;
}

/** Estimates how exact the best value is. */
export interface ErrorEvaluator {
  /** @param trials of one study, some of them complete @throws OrreryError where nothing can be said */
  evaluate(trials: readonly FrozenTrial[], direction: Direction): number;
}
