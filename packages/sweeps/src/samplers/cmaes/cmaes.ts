import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import { type Direction, type FrozenTrial, lastStep } from '../../trial.ts';
import { uniform } from '../random.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { IntersectionSpace } from '../spaces/intersection.ts';
import { UnitCube } from '../spaces/transform.ts';
import { Cma, type Solution } from './cma.ts';

export interface CmaEsOptions {
  seed: number;
  /** Where the search begins; the middle of the space by default. */
  x0?: Record<string, ParamValue> | undefined;
  /** How far the first generation spreads, as a part of the space. */
  sigma0?: number;
  /** Trials sampled at random before the first generation. */
  nStartupTrials?: number;
  populationSize?: number | undefined;
  /** Whether pruned trials count, with their last value. */
  considerPrunedTrials?: boolean;
}

const GENERATION = 'cma:generation';

/**
 * CMA-ES for numeric parameters; categorical ones are sampled at random. For spaces of some dimensions without
 * conditions, and budgets of some hundred trials and more.
 *
 * Each trial carries the generation that it was drawn for. The state of the strategy is worked out anew from the
 * trials, generation by generation in order of completion, so that every worker comes to the same; trials that end
 * after their generation is full are left aside.
 */
export class CmaEsSampler implements Sampler {
  readonly name = 'cmaes';
  readonly #random: Random;
  readonly #options: Required<Omit<CmaEsOptions, 'seed' | 'x0' | 'populationSize'>>;
  readonly #x0: Record<string, ParamValue> | undefined;
  readonly #populationSize: number | undefined;
  readonly #space = new IntersectionSpace();
  #replayed: { space: string; told: number[]; cma: Cma } | undefined;

  constructor({ seed, x0, populationSize, ...options }: CmaEsOptions) {
    if (populationSize !== undefined && populationSize < 2)
      throw invalid(`populationSize=${populationSize} must be at least 2.`);
    this.#random = new Random(seed);
    this.#options = { sigma0: 1 / 6, nStartupTrials: 1, considerPrunedTrials: false, ...options };
    this.#x0 = x0;
    this.#populationSize = populationSize;
  }

  relativeSpace({ trials }: StudyView): SearchSpace {
    const numeric = Object.entries(this.#space.of(trials)).filter(
      ([, { name }]) => name !== 'CategoricalDistribution',
    );
    return Object.fromEntries(numeric);
  }

  sampleRelative({ directions, trials }: StudyView, _: FrozenTrial, space: SearchSpace): Suggestion {
    checkSingle(directions);
    const finished = trials.filter((trial) => this.#lossOf(trial, directions) !== null);
    if (Object.keys(space).length === 0 || finished.length < this.#options.nStartupTrials)
      return { params: {} };
    const cube = new UnitCube(space);
    const cma = this.#replay(cube, space, finished, directions);
    return {
      params: cube.toParams(cma.ask(this.#random)),
      trialAttrs: { [GENERATION]: cma.generation },
    };
  }

  sampleIndependent(
    { directions }: StudyView,
    _: FrozenTrial,
    __: string,
    distribution: Distribution,
  ): ParamValue {
    checkSingle(directions);
    return toExternal(distribution, uniform(distribution, this.#random));
  }

  #replay(
    cube: UnitCube,
    space: SearchSpace,
    finished: FrozenTrial[],
    directions: readonly Direction[],
  ): Cma {
    const inOrder = finished
      .filter(
        ({ systemAttrs, params }) => GENERATION in systemAttrs && cube.names.every((name) => name in params),
      )
      .sort((a, b) => Number(a.datetimeComplete) - Number(b.datetimeComplete) || a.number - b.number);
    const generations = Map.groupBy(inOrder, ({ systemAttrs }) => systemAttrs[GENERATION] as number);
    const key = JSON.stringify(space);
    const isKnown =
      this.#replayed?.space === key &&
      this.#replayed.told.every((id, i) => {
        const size = this.#replayed?.cma.populationSize as number;
        return generations.get(Math.floor(i / size))?.[i % size]?.trialId === id;
      });
    if (!isKnown) this.#replayed = { space: key, told: [], cma: this.#begin(cube) };
    const { cma, told } = this.#replayed as { cma: Cma; told: number[] };
    for (;;) {
      const population = generations.get(cma.generation)?.slice(0, cma.populationSize) ?? [];
      if (population.length < cma.populationSize) return cma;
      cma.tell(population.map((trial) => this.#solution(trial, cube, directions)));
      told.push(...population.map(({ trialId }) => trialId));
    }
  }

  #begin(cube: UnitCube): Cma {
    const middle = cube.names.map(() => 0.5);
    return new Cma({
      mean: this.#x0 ? cube.toPoint(this.#x0) : middle,
      sigma: this.#options.sigma0,
      populationSize: this.#populationSize,
    });
  }

  #solution(trial: FrozenTrial, cube: UnitCube, directions: readonly Direction[]): Solution {
    return { point: cube.toPoint(trial.params), loss: this.#lossOf(trial, directions) as number };
  }

  #lossOf(trial: FrozenTrial, directions: readonly Direction[]): number | null {
    const sign = directions[0] === 'maximize' ? -1 : 1;
    if (trial.state === 'COMPLETE') return sign * (trial.values?.[0] as number);
    const step = this.#options.considerPrunedTrials && trial.state === 'PRUNED' ? lastStep(trial) : null;
    return step === null ? null : sign * (trial.intermediateValues.get(step) as number);
  }
}

function checkSingle(directions: readonly Direction[]): void {
  if (directions.length > 1)
    throw invalid('The sampler cmaes goes for one objective: use nsgaii or tpe for several.');
}
