import {
  type Distribution,
  type ParamValue,
  type SearchSpace,
  sameDistribution,
} from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import type { StudyView } from '../sampler.ts';
import { SeenTrials } from '../spaces/seen.ts';
import { Column, internalOf } from './column.ts';
import { Components, type RunningValues } from './components.ts';
import type { Known } from './numeric-kernels.ts';
import { ParzenEstimator } from './parzen.ts';
import { Ranking } from './ranking.ts';

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
  readonly #seen = new SeenTrials({ includePruned: true });
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
    const fresh = this.#seen.fresh(trials);
    if (!fresh) return false;
    for (const trial of fresh) this.#known[trial.number] = trial;
    this.#count += fresh.length;
    this.#ranking.add(fresh);
    for (const column of this.#columns.values()) column.add(fresh);
    return true;
  }

  /** The trials that run, in order of number. */
  get running(): FrozenTrial[] {
    return this.#seen.running;
  }

  /** Numbers of the best trials. */
  best(count: number): Set<number> {
    return this.#ranking.best(count);
  }

  /** The density of the best trials that have every parameter of the space. */
  good(space: SearchSpace, best: Set<number>, uniformWeights: boolean): ParzenEstimator {
    const numbers = Int32Array.from(best).sort();
    return this.#estimate(space, numbers, [], uniformWeights);
  }

  /** The density of the other trials, and of those that run. */
  rest(space: SearchSpace, best: Set<number>, running: readonly Running[]): ParzenEstimator {
    const numbers = new Int32Array(this.#count - best.size);
    let count = 0;
    for (let number = 0; number < this.#known.length; number++)
      if (this.#known[number] && !best.has(number)) numbers[count++] = number;
    return this.#estimate(space, numbers, running, false);
  }

  #estimate(
    space: SearchSpace,
    finished: Int32Array,
    running: readonly Running[],
    uniformWeights: boolean,
  ): ParzenEstimator {
    const names = Object.keys(space);
    const columns = names.map((name) => this.#column(name, space[name] as Distribution));
    const components = new Components(
      finished,
      columns,
      internals(running, names, columns),
      this.#known.length,
    );
    const observations: Record<string, Float64Array> = {};
    const known: Record<string, Known> = {};
    names.forEach((name, i) => {
      observations[name] = components.values(i);
      if (columns[i]?.distribution.name !== 'CategoricalDistribution')
        known[name] = { order: components.order(i), masses: components.masses(i) };
    });
    const weights = uniformWeights ? new Float64Array(components.count).fill(1) : undefined;
    return new ParzenEstimator(space, observations, { known, weights });
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

/** What is known of each running trial that has every parameter. */
function internals(running: readonly Running[], names: string[], columns: Column[]): RunningValues[] {
  return running
    .map(({ number, params }) => ({
      number,
      values: columns.map(({ distribution }, i) => internalOf(distribution, params[names[i] as string])),
    }))
    .filter(({ values }) => !values.some(Number.isNaN));
}
