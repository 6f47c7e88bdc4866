import type { Direction, FrozenTrial } from '../trial.ts';

/** Estimates how much better the best value may still become. */
export interface ImprovementEvaluator {
  /** @param trials of one study, some of them complete @throws OrreryError where nothing can be said */
  evaluate(trials: readonly FrozenTrial[], direction: Direction): number | Promise<number>;
  /** The same for several lists of trials, where that is quicker at once. */
  evaluateEach?(lists: readonly (readonly FrozenTrial[])[], direction: Direction): Promise<number[]>;
}

/** Estimates how exact the best value is, or has to be. */
export interface ErrorEvaluator {
  /** @param trials of one study, some of them complete @throws OrreryError where nothing can be said */
  evaluate(trials: readonly FrozenTrial[], direction: Direction): number | Promise<number>;
}

/** What an evaluator says of each list of trials. */
export async function improvementsOf(
  evaluator: ImprovementEvaluator,
  lists: readonly (readonly FrozenTrial[])[],
  direction: Direction,
): Promise<number[]> {
  if (evaluator.evaluateEach) return evaluator.evaluateEach(lists, direction);
  return Promise.all(lists.map((trials) => evaluator.evaluate(trials, direction)));
}
