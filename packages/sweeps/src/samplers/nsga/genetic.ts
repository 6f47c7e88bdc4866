import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import type { Attributes, FrozenTrial } from '../../trial.ts';
import { uniform } from '../random.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { IntersectionSpace } from '../spaces/intersection.ts';
import { type ChildOptions, makeChild } from './child.ts';
import { BlxAlphaCrossover } from './crossovers/blx-alpha.ts';
import type { Crossover } from './crossovers/crossover.ts';
import { SbxCrossover } from './crossovers/sbx.ts';
import { SpxCrossover } from './crossovers/spx.ts';
import { UndxCrossover } from './crossovers/undx.ts';
import { UniformCrossover } from './crossovers/uniform.ts';
import { VsbxCrossover } from './crossovers/vsbx.ts';
import { type Individual, individualOf } from './individual.ts';

export const CROSSOVERS = ['uniform', 'blxalpha', 'sbx', 'vsbx', 'spx', 'undx'] as const;

export interface GeneticOptions {
  seed: number;
  populationSize?: number;
  crossover?: (typeof CROSSOVERS)[number];
  crossoverProb?: number;
  swappingProb?: number;
  mutation?: ChildOptions['mutation'];
  mutationProb?: number | null;
}

/**
 * A genetic algorithm in generations. The first population is sampled at random; when a generation is full, those who
 * survive of it and of its parents become the parents of the next. Trials carry their generation and the study the
 * ids of each generation's parents, under the keys that Optuna's samplers of the same kind have.
 */
export abstract class GeneticSampler implements Sampler {
  abstract readonly name: string;
  /** Optuna's name of the sampler, before each key. */
  protected abstract readonly prefix: string;
  protected readonly random: Random;
  protected readonly populationSize: number;
  readonly #child: ChildOptions;
  readonly #space = new IntersectionSpace();

  constructor({ seed, populationSize = 50, crossover = 'uniform', ...rest }: GeneticOptions) {
    const { crossoverProb = 0.9, swappingProb = 0.5, mutation = 'uniform', mutationProb = null } = rest;
    for (const [name, share] of Object.entries({ crossoverProb, swappingProb, mutationProb })) {
      if (share !== null && !(share >= 0 && share <= 1))
        throw invalid(`${name}=${share} must be from 0 to 1.`);
    }
    const made = makeCrossover(crossover, swappingProb);
    if (populationSize < Math.max(2, made.parents))
      throw invalid(`populationSize=${populationSize} must be at least ${Math.max(2, made.parents)}.`);
    this.random = new Random(seed);
    this.populationSize = populationSize;
    this.#child = { crossover: made, crossoverProb, swappingProb, mutation, mutationProb };
  }

  /** Who survives of a population. */
  protected abstract select(population: Individual[]): Individual[];

  relativeSpace({ trials }: StudyView): SearchSpace {
    return this.#space.of(trials);
  }

  sampleRelative(study: StudyView, trial: FrozenTrial, space: SearchSpace): Suggestion {
    const complete = study.trials.filter(({ state, values }) => state === 'COMPLETE' && values !== null);
    const known = trial.systemAttrs[this.#generationKey];
    const generation = typeof known === 'number' ? known : this.#nextGeneration(complete);
    const studyAttrs: Attributes = {};
    const parents = this.#parents(generation, study, complete, studyAttrs).filter(({ trial: { params } }) =>
      Object.keys(space).every((name) => name in params),
    );
    return {
      params:
        parents.length < this.#child.crossover.parents
          ? {}
          : makeChild(parents, space, this.#child, this.random),
      trialAttrs: { [this.#generationKey]: generation },
      studyAttrs,
    };
  }

  sampleIndependent(_: StudyView, __: FrozenTrial, ___: string, distribution: Distribution): ParamValue {
    return toExternal(distribution, uniform(distribution, this.random));
  }

  get #generationKey(): string {
    return `${this.prefix}:generation`;
  }

  /** The last generation, or the one after it where that is full. */
  #nextGeneration(complete: FrozenTrial[]): number {
    let [last, count] = [0, 0];
    for (const { systemAttrs } of complete) {
      const generation = systemAttrs[this.#generationKey];
      if (typeof generation !== 'number' || generation < last) continue;
      count = generation > last ? 1 : count + 1;
      last = generation;
    }
    return count < this.populationSize ? last : last + 1;
  }

  #parents(generation: number, study: StudyView, complete: FrozenTrial[], found: Attributes): Individual[] {
    if (generation === 0) return [];
    const key = `${this.prefix}:parent:${generation}`;
    const ids = study.systemAttrs[key] ?? found[key];
    if (Array.isArray(ids)) {
      const wanted = new Set(ids);
      return complete
        .filter(({ trialId }) => wanted.has(trialId))
        .map((trial) => individualOf(trial, study.directions));
    }
    const last = complete
      .filter(({ systemAttrs }) => systemAttrs[this.#generationKey] === generation - 1)
      .map((trial) => individualOf(trial, study.directions));
    const chosen = this.select([...last, ...this.#parents(generation - 1, study, complete, found)]);
    found[key] = chosen.map(({ trial }) => trial.trialId);
    return chosen;
  }
}

function makeCrossover(name: (typeof CROSSOVERS)[number], swappingProb: number): Crossover {
  switch (name) {
    case 'uniform':
      return new UniformCrossover(swappingProb);
    case 'blxalpha':
      return new BlxAlphaCrossover();
    case 'sbx':
      return new SbxCrossover();
    case 'vsbx':
      return new VsbxCrossover();
    case 'spx':
      return new SpxCrossover();
    case 'undx':
      return new UndxCrossover();
    default:
      throw invalid(`There is no crossover '${name}'. Known are ${CROSSOVERS.join(', ')}.`);
  }
}
