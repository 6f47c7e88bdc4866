import { invalid } from '@orrery/core';
import {
  contains,
  type Distribution,
  isSingle,
  type ParamValue,
  type SearchSpace,
  sameDistribution,
  singleValue,
  toInternal,
} from '../distribution.ts';
import type { Attributes, FrozenTrial } from '../trial.ts';
import type { Sampler, StudyView, Suggestion } from './sampler.ts';

/**
 * Suggests the parameters of one trial one after the other, so that which are asked for may depend on the values of
 * those before:
 *
 *     const suggester = new Suggester(sampler, view, trial);
 *     if (suggester.suggest('kind', categorical(['svm', 'forest'])) === 'svm') suggester.suggest('c', float(0, 1));
 *
 * A value that was fixed when the trial was enqueued comes first, then the only one of a distribution, then what was
 * sampled together with others, and else the parameter is sampled by itself.
 */
export class Suggester {
  /** System attributes to set on the trial before any parameter. */
  readonly trialAttrs: Attributes;
  /** System attributes to set on the study. */
  readonly studyAttrs: Attributes;
  readonly #sampler: Sampler;
  readonly #study: StudyView;
  readonly #trial: FrozenTrial;
  readonly #fixed: Record<string, ParamValue>;
  readonly #relative: Record<string, ParamValue>;
  readonly #space: SearchSpace;

  /** @param relative what was sampled together, where that has been done */
  constructor(
    sampler: Sampler,
    study: StudyView,
    trial: FrozenTrial,
    relative?: { space: SearchSpace; suggestion: Suggestion },
  ) {
    this.#sampler = sampler;
    this.#study = study;
    this.#trial = { ...trial, params: { ...trial.params }, distributions: { ...trial.distributions } };
    this.#fixed = (trial.systemAttrs.fixed_params ?? {}) as Record<string, ParamValue>;
    this.#space = relative?.space ?? sampler.relativeSpace(study, trial);
    const suggestion = relative?.suggestion ?? sampler.sampleRelative(study, trial, this.#space);
    const { params, trialAttrs = {}, studyAttrs = {} } = suggestion;
    this.#relative = params;
    this.trialAttrs = trialAttrs;
    this.studyAttrs = studyAttrs;
    this.#trial.systemAttrs = { ...trial.systemAttrs, ...trialAttrs };
  }

  /** A suggester of a sampler that may take long. */
  static async apart(sampler: Sampler, study: StudyView, trial: FrozenTrial): Promise<Suggester> {
    const space = sampler.relativeSpace(study, trial);
    const suggestion = await sampler.sampleRelativeApart?.(study, trial, space);
    return new Suggester(sampler, study, trial, suggestion && { space, suggestion });
  }

  /** The trial, with what was suggested so far. */
  get trial(): FrozenTrial {
    return this.#trial;
  }

  /** @throws OrreryError INVALID_PARAMETER_VALUE where a fixed value is no category */
  suggest(name: string, distribution: Distribution): ParamValue {
    const { params, distributions } = this.#trial;
    if (name in distributions) {
      if (distributions[name]?.name !== distribution.name)
        throw invalid(`Trial ${this.#trial.number} has '${name}' already, of another kind.`);
      return params[name] as ParamValue;
    }
    const value = this.#choose(name, distribution);
    toInternal(distribution, value);
    params[name] = value;
    distributions[name] = distribution;
    return value;
  }

  #choose(name: string, distribution: Distribution): ParamValue {
    if (name in this.#fixed) return this.#fixed[name] as ParamValue;
    if (isSingle(distribution)) return singleValue(distribution);
    if (this.#isRelative(name, distribution)) return this.#relative[name] as ParamValue;
    return this.#sampler.sampleIndependent(this.#study, this.#trial, name, distribution);
  }

  #isRelative(name: string, distribution: Distribution): boolean {
    const [value, from] = [this.#relative[name], this.#space[name]];
    if (value === undefined || from?.name !== distribution.name) return false;
    if (sameDistribution(from, distribution)) return true;
    return from.name !== 'CategoricalDistribution' && contains(distribution, toInternal(distribution, value));
  }
}
