import { constraintsOf, violation } from '../../constraints.ts';
import { bestByDomination } from '../../multiobjective/best.ts';
import { toLosses } from '../../multiobjective/losses.ts';
import { type Direction, type FrozenTrial, lastStep } from '../../trial.ts';

/** Where a finished trial stands: complete ones first, then pruned ones, then those that break a constraint. */
interface Standing {
  trial: FrozenTrial;
  key: readonly [group: number, first: number, second: number];
}

const [COMPLETE, PRUNED, INFEASIBLE] = [0, 1, 2];

/**
 * Finished trials, the best first. Pruned ones rank by how far they came, then by their last value; infeasible ones
 * by how far they break their constraints.
 */
export class Ranking {
  readonly #directions: readonly Direction[];
  readonly #standings: Standing[] = [];

  constructor(directions: readonly Direction[]) {
    this.#directions = directions;
  }

  add(trials: readonly FrozenTrial[]): void {
    const added = trials.map((trial) => ({ trial, key: this.#key(trial) }));
    if (added.length > 32) {
      this.#standings.push(...added);
      this.#standings.sort(compare);
    } else {
      for (const standing of added) insertSorted(this.#standings, standing, compare);
    }
  }

  /** The numbers of the best trials. With several objectives, complete ones by domination and hypervolume. */
  best(count: number): Set<number> {
    const several = this.#directions.length > 1;
    const complete = several ? this.#standings.filter(({ key }) => key[0] === COMPLETE) : [];
    const rest = several ? this.#standings.slice(complete.length) : this.#standings;
    const chosen = several ? this.#nonDominated(complete, Math.min(count, complete.length)) : [];
    return new Set([...chosen, ...rest.slice(0, count - chosen.length)].map(({ trial }) => trial.number));
  }

  #nonDominated(complete: Standing[], count: number): Standing[] {
    if (count === 0 || count === complete.length) return complete.slice(0, count);
    const ordered = complete.toSorted((a, b) => a.trial.number - b.trial.number);
    const losses = ordered.map(({ trial }) => toLosses(trial.values as number[], this.#directions));
    const chosen = bestByDomination(losses, count);
    return chosen.map((index) => ordered[index] as Standing);
  }

  #key(trial: FrozenTrial): Standing['key'] {
    const broken = violation(constraintsOf(trial));
    const sign = this.#directions[0] === 'maximize' ? -1 : 1;
    if (broken > 0) return [INFEASIBLE, broken, 0];
    if (trial.state === 'COMPLETE')
      return [COMPLETE, this.#directions.length > 1 ? 0 : sign * (trial.values?.[0] as number), 0];
    const step = lastStep(trial);
    if (step === null) return [PRUNED, 1, 0];
    const value = trial.intermediateValues.get(step) as number;
    return [PRUNED, -step, Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value];
  }
}

function compare(a: Standing, b: Standing): number {
  for (let i = 0; i < 3; i++) {
    const [x, y] = [a.key[i] as number, b.key[i] as number];
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.trial.number - b.trial.number;
}

/** Inserts into a sorted list, behind what is equal. */
export function insertSorted<T>(list: T[], item: T, compare: (a: T, b: T) => number): void {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare(list[middle] as T, item) <= 0) from = middle + 1;
    else to = middle;
  }
  list.splice(from, 0, item);
}
