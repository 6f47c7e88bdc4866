import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import { type FrozenTrial, isFinished } from '../../trial.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { MersenneTwister } from './mt19937.ts';

/** The values to try, by parameter. */
export type Grid = Record<string, ParamValue[]>;

export interface GridOptions {
  seed?: number;
  /** What to try. Where it is not given, the levels of the study's space. */
  grid?: Grid | undefined;
  /** How many values of a continuous parameter make its levels, evenly spaced on its own scale. */
  levels?: number;
  /** Seed of the order in which combinations are tried; workers that share a study need the same. */
  order?: number;
}

/**
 * Tries every combination of a grid once, in a shuffled order. Trials carry Optuna's `grid_id` and `search_space`,
 * and the order is that of Optuna's GridSampler with the same seed, so that workers of both kinds share a grid.
 */
export class GridSampler implements Sampler {
  readonly name = 'grid';
  readonly #random: Random;
  readonly #grid: Grid | undefined;
  readonly #levels: number;
  readonly #order: number;
  #shuffled: { grid: Grid; combinations: ParamValue[][] } | undefined;

  constructor({ seed = 0, grid, levels = 5, order = 0 }: GridOptions = {}) {
    if (levels < 1) throw invalid(`levels=${levels} must be at least 1.`);
    this.#random = new Random(seed);
    this.#grid = grid;
    this.#levels = levels;
    this.#order = order;
  }

  relativeSpace(): SearchSpace {
    return {};
  }

  sampleRelative(study: StudyView, trial: FrozenTrial): Suggestion {
    if ('grid_id' in trial.systemAttrs || 'fixed_params' in trial.systemAttrs) return { params: {} };
    const { grid, combinations } = this.#combinations(study);
    const id = trial.number < combinations.length ? trial.number : this.#unvisited(study, trial);
    return { params: {}, trialAttrs: { search_space: grid, grid_id: id } };
  }

  sampleIndependent(study: StudyView, trial: FrozenTrial, name: string): ParamValue {
    const { grid, combinations } = this.#combinations(study);
    const id = trial.systemAttrs.grid_id;
    if (typeof id !== 'number')
      throw invalid(`Trial ${trial.number} was enqueued without '${name}': a grid needs every parameter.`);
    const value = combinations[id]?.[Object.keys(grid).indexOf(name)];
    if (value === undefined) throw invalid(`'${name}' is not in the grid (${Object.keys(grid).join(', ')}).`);
    return value;
  }

  isExhausted(study: StudyView): boolean {
    const { grid, combinations } = this.#combinations(study);
    const done = ids(study, grid, ({ state }) => isFinished(state));
    return done.size >= combinations.length;
  }

  /** A combination that nobody has begun; else one that nobody has finished; else any. */
  #unvisited(study: StudyView, trial: FrozenTrial): number {
    const { grid, combinations } = this.#combinations(study);
    const all = [...combinations.keys()];
    const begun = ids(study, grid, (other) => other.trialId !== trial.trialId && other.state !== 'WAITING');
    const finished = ids(study, grid, ({ state }) => isFinished(state));
    const open = [begun, finished, new Set()].map((taken) => all.filter((id) => !taken.has(id)));
    const choice = open.find((list) => list.length > 0) as number[];
    return choice[this.#random.below(choice.length)] as number;
  }

  #combinations({ space }: StudyView): { grid: Grid; combinations: ParamValue[][] } {
    const given = this.#grid ?? (space && levelsOf(space, this.#levels));
    if (!given) throw invalid('The grid sampler needs a grid, or a study whose space is known beforehand.');
    const names = Object.keys(given).sort();
    const grid = Object.fromEntries(names.map((name) => [name, given[name] as ParamValue[]]));
    if (!this.#shuffled || !sameGrid(this.#shuffled.grid, grid)) {
      const combinations = names.reduce<ParamValue[][]>(
        (made, name) =>
          made.flatMap((values) => (grid[name] as ParamValue[]).map((value) => [...values, value])),
        [[]],
      );
      this.#shuffled = { grid, combinations: new MersenneTwister(this.#order).shuffle(combinations) };
    }
    return this.#shuffled;
  }
}

function ids(study: StudyView, grid: Grid, counts: (trial: FrozenTrial) => boolean): Set<unknown> {
  const same = study.trials.filter(
    (trial) => 'grid_id' in trial.systemAttrs && sameGrid(trial.systemAttrs.search_space as Grid, grid),
  );
  return new Set(same.filter(counts).map(({ systemAttrs }) => systemAttrs.grid_id));
}

function sameGrid(a: Grid, b: Grid): boolean {
  const sorted = (grid: Grid) => JSON.stringify(Object.entries(grid).sort(([x], [y]) => (x < y ? -1 : 1)));
  return a === b || sorted(a) === sorted(b);
}

function levelsOf(space: SearchSpace, levels: number): Grid {
  return Object.fromEntries(
    Object.entries(space).map(([name, distribution]) => [
      name,
      internalLevels(distribution, levels).map((level) => toExternal(distribution, level)),
    ]),
  );
}

function internalLevels(distribution: Distribution, count: number): number[] {
  if (distribution.name === 'CategoricalDistribution') return [...distribution.attributes.choices.keys()];
  const { low, high, step, log } = distribution.attributes;
  if (step !== null && !log)
    return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const at = (i: number) => (count === 1 ? (from + to) / 2 : from + ((to - from) * i) / (count - 1));
  const levels = Array.from({ length: count }, (_, i) => at(i));
  const values = levels.map((level) => Math.min(Math.max(log ? Math.exp(level) : level, low), high));
  return step === null ? values : [...new Set(values.map(Math.round))];
}
