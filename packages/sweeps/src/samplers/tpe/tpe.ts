import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { Random } from '../../random.ts';
import type { FrozenTrial } from '../../trial.ts';
import { uniform } from '../random.ts';
import { knownParams, shareParams } from '../relative-params.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { SpaceGroups } from '../spaces/groups.ts';
import { IntersectionSpace } from '../spaces/intersection.ts';
import { History, type Running } from './history.ts';

export interface TpeOptions {
  seed: number;
  /** Trials sampled at random before the model is used. */
  nStartupTrials?: number;
  /** Candidates drawn for each suggestion. */
  nEiCandidates?: number;
  /** Whether parameters are sampled together. By default with one objective, not with several. */
  multivariate?: boolean | undefined;
  /** Whether parameters that appear together in a tree-shaped space are sampled together. */
  group?: boolean;
  /** Whether running trials count as bad ones, so that workers do not try the same. */
  constantLiar?: boolean;
}

/**
 * The Tree-structured Parzen Estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS
 * 2011), with the settings that Optuna 5 has by default (Watanabe, arXiv:2304.11127).
 *
 * The best tenth of the trials (25 at most with one objective) makes one density, the others make a second; the
 * candidate drawn from the first with the highest ratio of the two is suggested. With several objectives the best
 * are those that are not dominated, and of the last front the ones that dominate most (Ozaki et al., "Multiobjective
 * Tree-structured Parzen Estimator", JAIR 2022). Trials that break a constraint rank behind all that do not
 * (Watanabe and Hutter, "c-TPE", 2023).
 */
export class TPESampler implements Sampler {
  readonly name = 'tpe';
  readonly #random: Random;
  readonly #options: Required<Omit<TpeOptions, 'seed' | 'multivariate'>>;
  readonly #multivariate: boolean | undefined;
  readonly #space = new IntersectionSpace({ includePruned: true });
  readonly #groups = new SpaceGroups();
  #history: History | undefined;
  /** The best trials, and for how many trials they were found. */
  #best: { count: number; numbers: Set<number> } | undefined;

  constructor({ seed, multivariate, ...options }: TpeOptions) {
    this.#random = new Random(seed);
    this.#options = { nStartupTrials: 10, nEiCandidates: 24, group: false, constantLiar: true, ...options };
    this.#multivariate = multivariate;
    const { nEiCandidates, group } = this.#options;
    if (nEiCandidates < 1) throw invalid(`nEiCandidates=${nEiCandidates} must be at least 1.`);
    if (group && multivariate === false) throw invalid('group=true goes only with multivariate=true.');
  }

  relativeSpace(study: StudyView): SearchSpace {
    if (!this.#isMultivariate(study)) return {};
    if (!this.#options.group) return this.#space.of(study.trials);
    return Object.assign({}, ...this.#groups.of(study.trials));
  }

  sampleRelative(study: StudyView, trial: FrozenTrial, space: SearchSpace): Suggestion {
    const history = this.#update(study);
    if (history.count < this.#options.nStartupTrials) return { params: {} };
    const params: Record<string, ParamValue> = {};
    for (const part of this.#parts(study, space)) {
      if (Object.keys(part).length > 0) Object.assign(params, this.#suggest(history, study, trial, part));
    }
    return { params, trialAttrs: this.#options.constantLiar ? shareParams('tpe', params) : {} };
  }

  sampleIndependent(
    study: StudyView,
    trial: FrozenTrial,
    name: string,
    distribution: Distribution,
  ): ParamValue {
    const history = this.#update(study);
    if (history.count < this.#options.nStartupTrials)
      return toExternal(distribution, uniform(distribution, this.#random));
    return this.#suggest(history, study, trial, { [name]: distribution })[name] as ParamValue;
  }

  #isMultivariate({ directions }: StudyView): boolean {
    return this.#multivariate ?? (this.#options.group || directions.length === 1);
  }

  /** What is sampled together, less what another sampler has taken away. */
  #parts({ trials }: StudyView, space: SearchSpace): SearchSpace[] {
    if (!this.#options.group) return [space];
    return this.#groups
      .of(trials)
      .map((group) => Object.fromEntries(Object.entries(group).filter(([name]) => name in space)));
  }

  #update({ directions, trials }: StudyView): History {
    if (!this.#history?.update(trials)) {
      this.#history = new History(directions);
      this.#history.update(trials);
      this.#best = undefined;
    }
    return this.#history;
  }

  #suggest(
    history: History,
    study: StudyView,
    trial: FrozenTrial,
    space: SearchSpace,
  ): Record<string, ParamValue> {
    const several = study.directions.length > 1;
    if (this.#best?.count !== history.count) {
      this.#best = { count: history.count, numbers: history.best(gamma(history.count, several)) };
    }
    const best = this.#best.numbers;
    const good = history.good(space, best, several);
    const rest = history.rest(space, best, this.#running(history, study, trial));

    let chosen: number[] = [];
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#options.nEiCandidates; i++) {
      const candidate = good.sample(this.#random);
      const ratio = good.logPdf(candidate) - rest.logPdf(candidate);
      if (ratio > highest || i === 0) [chosen, highest] = [candidate, ratio];
    }
    return Object.fromEntries(
      Object.entries(space).map(([name, distribution], i) => [
        name,
        toExternal(distribution, chosen[i] as number),
      ]),
    );
  }

  #running(history: History, study: StudyView, trial: FrozenTrial): Running[] {
    if (!this.#options.constantLiar) return [];
    const together = this.#isMultivariate(study);
    return history.running
      .filter((other) => other.number !== trial.number)
      .map((other) => ({
        number: other.number,
        params: together ? knownParams('tpe', other) : other.params,
      }));
  }
}

/** How many of `count` trials are the good ones. */
export function gamma(count: number, severalObjectives = false): number {
  const tenth = Math.ceil(0.1 * count);
  return severalObjectives ? tenth : Math.min(tenth, 25);
}
