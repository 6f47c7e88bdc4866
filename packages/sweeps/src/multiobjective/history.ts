import { invalid } from '@orrery/core';
import { constraintsOf, isFeasible } from '../constraints.ts';
import type { Direction, FrozenTrial } from '../trial.ts';
import { exclusive } from './hypervolume.ts';
import { dominates, type Losses, toLosses } from './losses.ts';

/** What the complete trials of a study dominate together, and the point up to which it is measured. */
export interface VolumeProblem {
  trials: { number: number; losses: number[]; isFeasible: boolean }[];
  reference: number[];
}

/**
 * @param reference values that are worse than what is hoped for, one an objective
 * @throws OrreryError INVALID_PARAMETER_VALUE where there is not one for each of two objectives or more
 */
export function volumeProblem(
  trials: readonly FrozenTrial[],
  directions: readonly Direction[],
  reference: readonly number[],
): VolumeProblem {
  if (directions.length < 2) throw invalid('A hypervolume is of two objectives or more.');
  if (reference.length !== directions.length || !reference.every(Number.isFinite))
    throw invalid(`The reference [${reference}] must be ${directions.length} numbers, one an objective.`);
  const complete = trials.filter(({ state, values }) => state === 'COMPLETE' && values);
  return {
    trials: complete.map((trial) => ({
      number: trial.number,
      losses: toLosses(trial.values as number[], directions),
      isFeasible: isFeasible(constraintsOf(trial)),
    })),
    reference: toLosses(reference, directions),
  };
}

/** The hypervolume after each complete trial; one that is beyond the reference, or breaks a constraint, adds nothing. */
export function hypervolumeHistory({ trials, reference }: VolumeProblem): [number: number, volume: number][] {
  let front: Losses[] = [];
  let volume = 0;
  return trials.map(({ number, losses, isFeasible }) => {
    const isInside = losses.every((loss, i) => loss <= (reference[i] as number));
    const adds = isFeasible && isInside && !front.some((one) => covers(one, losses));
    if (adds) {
      volume += exclusive(losses, front, reference);
      front = [...front.filter((one) => !dominates(losses, one)), losses];
    }
    return [number, volume];
  });
}

function covers(a: Losses, b: Losses): boolean {
  return a.every((loss, i) => loss <= (b[i] as number));
}
