import { invalid } from '@orrery/core';
import { type Distribution, sameDistribution, toInternal } from '../distribution.ts';
import type { Direction, FrozenTrial } from '../trial.ts';

/** What is to be explained: an objective by its index, or how long trials took. */
export type Target = number | 'duration';

/** One parameter of all complete trials. */
export interface ParamColumn {
  name: string;
  /** Each trial's internal value; NaN where it does not have the parameter. */
  values: Float64Array;
  /** The distributions that the parameter had. */
  distributions: Distribution[];
  /** For each trial the index of its distribution, or -1. */
  regimes: Int32Array;
}

/** The complete trials of a study in columns, which another thread can be sent. */
export interface ImportanceData {
  count: number;
  columns: ParamColumn[];
  /** For each objective that counts, each trial's loss: the lower, the better. */
  losses: Float64Array[];
}

/**
 * @param target null for all objectives
 * @param params those to look at; null for all
 * @throws OrreryError INVALID_PARAMETER_VALUE for an objective or a parameter that there is not
 */
export function readTrials(
  trials: readonly FrozenTrial[],
  directions: readonly Direction[],
  target: Target | null = null,
  params: readonly string[] | null = null,
): ImportanceData {
  if (typeof target === 'number' && !(target in directions))
    throw invalid(`There is no objective ${target}: the study has ${directions.length}, counted from 0.`);
  const complete = trials.filter(({ state }) => state === 'COMPLETE');
  const columns = new Map<string, ParamColumn>();
  complete.forEach((trial, index) => {
    for (const [name, distribution] of Object.entries(trial.distributions)) {
      if (params && !params.includes(name)) continue;
      const column = columns.get(name) ?? emptyColumn(name, complete.length);
      columns.set(name, column);
      column.values[index] = toInternal(distribution, trial.params[name] ?? null);
      column.regimes[index] = regimeOf(column, distribution);
    }
  });
  const missing = (params ?? []).filter((name) => !columns.has(name));
  if (missing.length > 0) throw invalid(`No complete trial has a param ${missing.join(', ')}.`);
  const objectives = target === null ? [...directions.keys()] : [target];
  const losses = objectives.map((one) =>
    Float64Array.from(complete, (trial) => lossOf(trial, directions, one)),
  );
  return { count: complete.length, columns: [...columns.values()], losses };
}

/** The trials alone at these indexes. */
export function pick(column: ParamColumn, indexes: readonly number[]): ParamColumn {
  return {
    ...column,
    values: Float64Array.from(indexes, (index) => column.values[index] as number),
    regimes: Int32Array.from(indexes, (index) => column.regimes[index] as number),
  };
}

/** Indexes of the trials whose losses are all finite. */
export function finiteTrials({ count, losses }: ImportanceData): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    losses.every((column) => Number.isFinite(column[index])),
  );
}

function emptyColumn(name: string, count: number): ParamColumn {
  const values = new Float64Array(count).fill(Number.NaN);
  return { name, values, distributions: [], regimes: new Int32Array(count).fill(-1) };
}

function regimeOf({ distributions }: ParamColumn, distribution: Distribution): number {
  const known = distributions.findIndex((one) => sameDistribution(one, distribution));
  return known >= 0 ? known : distributions.push(distribution) - 1;
}

function lossOf(trial: FrozenTrial, directions: readonly Direction[], target: Target): number {
  if (target === 'duration') {
    const [start, end] = [trial.datetimeStart, trial.datetimeComplete];
    return start && end ? end.getTime() - start.getTime() : Number.NaN;
  }
  const value = trial.values?.[target] ?? Number.NaN;
  return directions[target] === 'maximize' ? -value : value;
}
