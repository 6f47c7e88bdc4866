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
  const names = new Set<string>();
  for (const trial of trials) for (const name in trial.params) names.add(name);
  return [...names];
}

/** The same of their attributes, without those that link a trial to its run. */
export function attributeNames(trials: readonly Trial[]): string[] {
  const names = new Set<string>();
  for (const trial of trials) for (const name in trial.userAttrs) names.add(name);
  return [...names].filter((name) => !name.startsWith('mlflow.'));
}

/** The trials that reached a finite value of an objective. */
export function completeTrials(trials: readonly Trial[], objective: number): Trial[] {
  return trials.filter((trial) => trial.state === 'COMPLETE' && Number.isFinite(trial.values?.[objective]));
}

/** Which complete trials that keep their constraints no other beats in every objective. */
export function paretoFront(trials: readonly Trial[], directions: readonly Direction[]): Set<number> {
  const sign = directions.map((direction) => (direction === 'maximize' ? -1 : 1));
  const all = trials
    .filter((trial) => trial.state === 'COMPLETE' && trial.values && !trial.infeasible)
    .map(({ number, values }) => ({
      number,
      costs: (values ?? []).map((value, index) => value * (sign[index] ?? 1)),
    }))
    .filter(({ costs }) => !costs.some(Number.isNaN));
  // In this order only an earlier one can beat a later one, and one on the front beats whatever a beaten one beats.
  all.sort((a, b) => {
    const place = a.costs.findIndex((cost, index) => cost !== b.costs[index]);
    return place < 0 ? 0 : (a.costs[place] ?? 0) - (b.costs[place] ?? 0);
  });
  const front: typeof all = [];
  for (const one of all) {
    const isBeaten = front.some(
      ({ costs }) =>
        costs.every((cost, index) => cost <= (one.costs[index] ?? 0)) &&
        costs.some((cost, index) => cost < (one.costs[index] ?? 0)),
    );
    if (!isBeaten) front.push(one);
  }
  return new Set(front.map(({ number }) => number));
}

/** The two params that most trials have both of; of equals numbers first. */
export function commonPair(trials: readonly Trial[], names: readonly string[]): [string, string] {
  let found: [string, string] = [names[0] ?? '', names[1] ?? ''];
  let most = -1;
  names.forEach((a, index) => {
    for (const b of names.slice(index + 1)) {
      let both = 0;
      let numbers = 0;
      for (const { params } of trials) {
        if (!(a in params && b in params)) continue;
        both += 1;
        if (typeof params[a] === 'number' && typeof params[b] === 'number') numbers += 1;
      }
      const score = both + numbers / (trials.length + 1);
      if (score > most) {
        most = score;
        found = [a, b];
      }
    }
  });
  return found;
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
