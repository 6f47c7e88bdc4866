import { OrreryError } from '@orrery/core';
import type { Direction, FrozenTrial } from '../trial.ts';
import { type ErrorEvaluator, improvementsOf } from './evaluators.ts';
import type { TerminatorOptions } from './terminator.ts';

/** What a terminator made of a study when one of its trials was complete. */
export interface TerminatorPoint {
  /** Of that trial. */
  number: number;
  improvement: number;
  /** Null where none was to be told then. */
  error: number | null;
}

/** At the first complete trials there is little to say. */
const LEAST = 3;
/** More is no value, but that nothing can be said. */
const ENDLESS = 1e300;

/**
 * What the evaluators would have said after so many of the complete trials, evenly spaced, the newest among them.
 *
 * @param most so many points
 * @throws OrreryError where nothing can be said of the improvement
 */
export async function terminatorHistory(
  { improvement, error }: Pick<TerminatorOptions, 'improvement' | 'error'>,
  trials: readonly FrozenTrial[],
  direction: Direction,
  most: number,
): Promise<TerminatorPoint[]> {
  const complete = trials.filter(({ state }) => state === 'COMPLETE');
  const lists = evenly(LEAST, complete.length, most).map((count) => complete.slice(0, count));
  const improvements = await improvementsOf(improvement, lists, direction);
  const points: TerminatorPoint[] = [];
  for (const [index, list] of lists.entries()) {
    const value = improvements[index] as number;
    if (value > ENDLESS) continue;
    const number = list.at(-1)?.number as number;
    points.push({ number, improvement: value, error: await told(error, list, direction) });
  }
  return points;
}

async function told(error: ErrorEvaluator, trials: readonly FrozenTrial[], direction: Direction) {
  try {
    const value = await error.evaluate(trials, direction);
    return value < 0 ? null : value;
  } catch (reason) {
    if (reason instanceof OrreryError) return null;
    throw reason;
  }
}

/** Whole numbers from `first` to `last`, `most` of them. */
function evenly(first: number, last: number, most: number): number[] {
  if (last < first) return [];
  const count = Math.min(most, last - first + 1);
  if (count === 1) return [last];
  return Array.from({ length: count }, (_, i) => Math.round(first + (i * (last - first)) / (count - 1)));
}
