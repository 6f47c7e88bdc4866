import type { Trial } from '../data/studyModel.ts';
import { bestSoFar } from './best.ts';
import type { Direction } from './direction.ts';

/** One trial's place in the optimisation history. A pruned one stands at its last reported value. */
export interface HistoryMark {
  trial: Trial;
  value: number;
  pruned: boolean;
}

export interface OptimisationHistory {
  marks: HistoryMark[];
  /** The best-so-far step line: trial numbers and values. */
  best: { xs: number[]; ys: number[] };
}

/** What each trial reached for one objective, and the best line over the complete ones. */
export function optimisationHistory(
  trials: readonly Trial[],
  objective: number,
  direction: Direction,
): OptimisationHistory {
  const ordered = trials.toSorted((a, b) => a.number - b.number);
  const marks: HistoryMark[] = [];
  for (const trial of ordered) {
    const value =
      trial.state === 'COMPLETE'
        ? trial.values?.[objective]
        : trial.state === 'PRUNED' && objective === 0
          ? trial.intermediate.at(-1)?.[1]
          : undefined;
    if (value !== undefined && Number.isFinite(value)) {
      marks.push({ trial, value, pruned: trial.state === 'PRUNED' });
    }
  }
  const complete = marks.filter((mark) => !mark.pruned);
  const leaders = bestSoFar(
    complete.map((mark) => mark.value),
    direction,
  );
  return {
    marks,
    best: { xs: complete.map((mark) => mark.trial.number), ys: leaders.map((value) => value ?? Number.NaN) },
  };
}

/** Every param name of a study's trials, in order of first appearance. */
export function paramNames(trials: readonly Trial[]): string[] {
  return [...new Set(trials.flatMap((trial) => Object.keys(trial.params)))];
}

/** Which complete trials no other beats in every objective. */
export function paretoFront(trials: readonly Trial[], directions: readonly Direction[]): Set<number> {
  const complete = trials.filter((trial) => trial.state === 'COMPLETE' && trial.values);
  const sign = directions.map((direction) => (direction === 'maximize' ? -1 : 1));
  const costs = complete.map((trial) =>
    (trial.values ?? []).map((value, index) => value * (sign[index] ?? 1)),
  );
  const beaten = (mine: readonly number[]): boolean =>
    costs.some(
      (other) =>
        other.every((cost, index) => cost <= (mine[index] ?? 0)) &&
        other.some((cost, index) => cost < (mine[index] ?? 0)),
    );
  return new Set(complete.filter((_, index) => !beaten(costs[index] ?? [])).map((trial) => trial.number));
}

/** How a slice plot lays out one param: its own numbers, or one slot per category. */
export interface ParamAxis {
  categories: string[] | null;
  log: boolean;
  position: (value: unknown) => number | null;
}

/** The axis of a param over these trials; log where its distribution says so. */
export function paramAxis(trials: readonly Trial[], name: string): ParamAxis {
  const holders = trials.filter((trial) => name in trial.params);
  const distribution = holders.find((trial) => trial.distributions[name])?.distributions[name];
  const numeric =
    distribution?.name !== 'CategoricalDistribution' &&
    holders.every((trial) => typeof trial.params[name] === 'number');
  if (numeric) {
    const log =
      distribution?.attributes.log === true && holders.every((trial) => Number(trial.params[name]) > 0);
    return { categories: null, log, position: (value) => (typeof value === 'number' ? value : null) };
  }
  const categories = [...new Set(holders.map((trial) => String(trial.params[name])))].sort();
  const slots = new Map(categories.map((category, index) => [category, index]));
  return { categories, log: false, position: (value) => slots.get(String(value)) ?? null };
}
