import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import { type Direction, type FrozenTrial, lastStep } from '../../trial.ts';
import { uniform } from '../random.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { IntersectionSpace } from '../spaces/intersection.ts';
import { UnitCube } from '../spaces/transform.ts';
import { Cma } from './cma.ts';
import { MarginCma } from './margin.ts';
import type { Solution, Strategy } from './strategy.ts';
import { warmStart } from './warm-start.ts';

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
  /** Whether parameters are learnt one by one: fewer trials are enough where they do not depend on one another. */
  useSeparableCma?: boolean;
  /** Whether every value of a parameter with steps keeps a probability. */
  withMargin?: boolean;
  /** Whether it learns slower where the objective is noisy or has many optima. */
  lrAdapt?: boolean;
  /** Trials of a similar study, to begin where that one was good. */
  sourceTrials?: readonly SourceTrial[] | undefined;
}

export interface SourceTrial {
  params: Record<string, ParamValue>;
  value: number;
}

/** Where a trial of the variant with margin keeps the point that it was drawn at. */
const RAW = 'x_for_tell';

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
  readonly #options: Omit<CmaEsOptions, 'seed'>;
  /** Of the attribute with the generation; Optuna's. */
  readonly #generation: string;
  readonly #space = new IntersectionSpace();
  #replayed: { space: string; told: number[]; cma: Strategy } | undefined;

  constructor({ seed, ...options }: CmaEsOptions) {
    check(options);
    this.#random = new Random(seed);
    this.#options = options;
    const { useSeparableCma, withMargin } = options;
    this.#generation = `${useSeparableCma ? 'sepcma' : withMargin ? 'cmawm' : 'cma'}:generation`;
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
    const { withMargin, nStartupTrials = 1 } = this.#options;
    if (Object.keys(space).length === 0 || finished.length < nStartupTrials) return { params: {} };
    const cube = new UnitCube(space, { steps: !withMargin });
    const cma = this.#replay(cube, space, finished, directions);
    const { point, raw } = cma.ask(this.#random);
    return {
      params: cube.toParams(point),
      trialAttrs: { ...(withMargin && { [RAW]: raw }), [this.#generation]: cma.generation },
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
  ): Strategy {
    const inOrder = finished
      .filter(
        ({ systemAttrs, params }) =>
          this.#generation in systemAttrs && cube.names.every((name) => name in params),
      )
      .sort((a, b) => Number(a.datetimeComplete) - Number(b.datetimeComplete) || a.number - b.number);
    const generations = Map.groupBy(inOrder, ({ systemAttrs }) => systemAttrs[this.#generation] as number);
    const key = JSON.stringify(space);
    const isKnown =
      this.#replayed?.space === key &&
      this.#replayed.told.every((id, i) => {
        const size = this.#replayed?.cma.populationSize as number;
        return generations.get(Math.floor(i / size))?.[i % size]?.trialId === id;
      });
    if (!isKnown) this.#replayed = { space: key, told: [], cma: this.#begin(cube, space, directions) };
    const { cma, told } = this.#replayed as { cma: Strategy; told: number[] };
    for (;;) {
      const population = generations.get(cma.generation)?.slice(0, cma.populationSize) ?? [];
      if (population.length < cma.populationSize) return cma;
      cma.tell(population.map((trial) => this.#solution(trial, cube, directions)));
      told.push(...population.map(({ trialId }) => trialId));
    }
  }

  #begin(cube: UnitCube, space: SearchSpace, directions: readonly Direction[]): Strategy {
    const { populationSize, useSeparableCma, withMargin, lrAdapt } = this.#options;
    const options = { ...this.#start(cube, directions), populationSize };
    if (withMargin) return new MarginCma({ ...options, steps: Object.values(space).map(stepOf) });
    // In one dimension there is nothing to separate.
    const isSeparable = useSeparableCma === true && cube.names.length > 1;
    return new Cma({ ...options, isSeparable, adaptsLearningRates: lrAdapt ?? false });
  }

  #start(cube: UnitCube, directions: readonly Direction[]) {
    const { x0, sigma0 = 1 / 6, sourceTrials } = this.#options;
    if (!sourceTrials) return { mean: x0 ? cube.toPoint(x0) : cube.names.map(() => 0.5), sigma: sigma0 };
    const { length } = cube.names;
    const alike = sourceTrials.filter(
      ({ params }) => Object.keys(params).length === length && cube.names.every((name) => name in params),
    );
    return warmStart(
      alike.map(({ params, value }) => ({ point: cube.toPoint(params), loss: signOf(directions) * value })),
    );
  }

  #solution(trial: FrozenTrial, cube: UnitCube, directions: readonly Direction[]): Solution {
    const raw = this.#options.withMargin ? (trial.systemAttrs[RAW] as number[]) : undefined;
    return { point: raw ?? cube.toPoint(trial.params), loss: this.#lossOf(trial, directions) as number };
  }

  /** NaN, of a pruned trial, is worse than all. */
  #lossOf(trial: FrozenTrial, directions: readonly Direction[]): number | null {
    if (trial.state === 'COMPLETE') return signOf(directions) * (trial.values?.[0] as number);
    const step = this.#options.considerPrunedTrials && trial.state === 'PRUNED' ? lastStep(trial) : null;
    if (step === null) return null;
    const value = trial.intermediateValues.get(step) as number;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : signOf(directions) * value;
  }
}

/** The step of a parameter as a part of its range; null where the values lie close together. */
function stepOf(distribution: Distribution): number | null {
  if (distribution.name === 'CategoricalDistribution') return null;
  const { low, high, step, log } = distribution.attributes;
  return step === null || log ? null : step / (high - low);
}

function signOf(directions: readonly Direction[]): 1 | -1 {
  return directions[0] === 'maximize' ? -1 : 1;
}

/** Those that Optuna refuses too. */
function check(options: Omit<CmaEsOptions, 'seed'>): void {
  const { populationSize, x0, sigma0, useSeparableCma, withMargin, lrAdapt, sourceTrials } = options;
  if (populationSize !== undefined && populationSize < 2)
    throw invalid(`populationSize=${populationSize} must be at least 2.`);
  const refuse = (a: string, b: string) => {
    throw invalid(`CMA-ES takes ${a} or ${b}, not both.`);
  };
  if (sourceTrials && (x0 || sigma0 !== undefined)) refuse('source_trials', 'x0 and sigma0');
  if (sourceTrials && useSeparableCma) refuse('source_trials', 'use_separable_cma');
  if (lrAdapt && useSeparableCma) refuse('lr_adapt', 'use_separable_cma');
  if (lrAdapt && withMargin) refuse('lr_adapt', 'with_margin');
  if (useSeparableCma && withMargin) refuse('use_separable_cma', 'with_margin');
}

function checkSingle(directions: readonly Direction[]): void {
  if (directions.length > 1)
    throw invalid('The sampler cmaes goes for one objective: use nsgaii or tpe for several.');
}
