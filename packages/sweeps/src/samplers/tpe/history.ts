import {
  type Distribution,
  type ParamValue,
  type SearchSpace,
  sameDistribution,
} from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import type { StudyView } from '../sampler.ts';
import { Column, internalOf } from './column.ts';
import { ParzenEstimator } from './parzen.ts';
import { insertSorted, Ranking } from './ranking.ts';

/** A trial that runs, with the parameters that are known of it. */
export interface Running {
  number: number;
  params: Record<string, ParamValue>;
}

/**
 * The finished trials of one study, kept in columns and in order, so that with each ask only those that have finished
 * since are looked at.
 */
export class History {
  readonly #ranking: Ranking;
  readonly #columns = new Map<string, Column>();
  /** Complete and pruned trials by number. */
  readonly #known: (FrozenTrial | undefined)[] = [];
  #count = 0;

  constructor(directions: StudyView['directions']) {
    this.#ranking = new Ranking(directions);
  }

  get count(): number {
    return this.#count;
  }

  /** Takes in what has finished. Answers false where trials that it knows are gone: then it is another study's. */
  update(trials: readonly FrozenTrial[]): boolean {
    const fresh: FrozenTrial[] = [];
    let kept = 0;
    for (const trial of trials) {
      if (trial.state !== 'COMPLETE' && trial.state !== 'PRUNED') continue;
      if (this.#known[trial.number]?.trialId === trial.trialId) kept++;
      else fresh.push(trial);
    }
    if (kept < this.#count) return false;
    for (const trial of fresh) this.#known[trial.number] = trial;
    this.#count += fresh.length;
    this.#ranking.add(fresh);
    for (const column of this.#columns.values()) column.add(fresh);
    return true;
  }

  /** Numbers of the best trials. */
  best(count: number): Set<number> {
    return this.#ranking.best(count);
  }

  /** The density of the best trials that have every parameter of the space. */
  good(space: SearchSpace, best: Set<number>, uniformWeights: boolean): ParzenEstimator {
    const numbers = [...best].sort((a, b) => a - b);
    return this.#estimate(space, numbers, [], uniformWeights);
  }

  /** The density of the other trials, and of those that run. */
  rest(space: SearchSpace, best: Set<number>, running: readonly Running[]): ParzenEstimator {
    const numbers: number[] = [];
    this.#known.forEach((trial, number) => {
      if (trial && !best.has(number)) numbers.push(number);
    });
    return this.#estimate(space, numbers, running, false);
  }

  #estimate(
    space: SearchSpace,
    finished: number[],
    running: readonly Running[],
    uniformWeights: boolean,
  ): ParzenEstimator {
    const columns = Object.entries(space).map(([name, distribution]) => this.#column(name, distribution));
    const names = Object.keys(space);
    const whole = finished.filter((number) => columns.every((column) => !Number.isNaN(column.at(number))));
    const extra = running
      .map(({ number, params }) => ({
        number,
        values: columns.map(({ distribution }, i) => internalOf(distribution, params[names[i] as string])),
      }))
      .filter(({ values }) => !values.some(Number.isNaN));
    // Components are in order of number, for the newest count most.
    const members: { number: number; values: number[] | null }[] = whole.map((number) => ({
      number,
      values: null,
    }));
    for (const one of extra) insertSorted(members, one, (a, b) => a.number - b.number);

    const component = new Int32Array(this.#known.length).fill(-1);
    members.forEach(({ number, values }, index) => {
      if (values === null) component[number] = index;
    });
    const observations: Record<string, Float64Array> = {};
    const orders: Record<string, number[]> = {};
    columns.forEach((column, i) => {
      const values = Float64Array.from(members, ({ number, values: own }) =>
        own ? (own[i] as number) : column.at(number),
      );
      const order: number[] = [];
      for (const number of column.order) {
        const index = component[number] as number;
        if (index >= 0) order.push(index);
      }
      members.forEach((member, index) => {
        if (member.values)
          insertSorted(order, index, (a, b) => (values[a] as number) - (values[b] as number));
      });
      observations[names[i] as string] = values;
      orders[names[i] as string] = order;
    });
    const weights = uniformWeights ? new Float64Array(members.length).fill(1) : undefined;
    return new ParzenEstimator(space, observations, { orders, weights });
  }

  #column(name: string, distribution: Distribution): Column {
    const found = this.#columns.get(name);
    if (found && sameDistribution(found.distribution, distribution)) return found;
    const column = new Column(name, distribution);
    column.add(this.#known.filter((trial) => trial !== undefined));
    this.#columns.set(name, column);
    return column;
  }
}
