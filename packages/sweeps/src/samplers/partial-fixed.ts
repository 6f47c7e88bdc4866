import type { Distribution, ParamValue, SearchSpace } from '../distribution.ts';
import type { FrozenTrial } from '../trial.ts';
import type { Sampler, StudyView, Suggestion } from './sampler.ts';

/** Gives some parameters fixed values, and leaves the others to another sampler. */
export class PartialFixedSampler implements Sampler {
  readonly name = 'partialfixed';
  readonly #fixed: Record<string, ParamValue>;
  readonly #base: Sampler;
  readonly sampleRelativeApart: Sampler['sampleRelativeApart'];

  constructor(fixed: Record<string, ParamValue>, base: Sampler) {
    this.#fixed = fixed;
    this.#base = base;
    this.sampleRelativeApart = base.sampleRelativeApart?.bind(base);
  }

  relativeSpace(study: StudyView, trial: FrozenTrial): SearchSpace {
    const space = this.#base.relativeSpace(study, trial);
    return Object.fromEntries(Object.entries(space).filter(([name]) => !(name in this.#fixed)));
  }

  sampleRelative(study: StudyView, trial: FrozenTrial, space: SearchSpace): Suggestion {
    return this.#base.sampleRelative(study, trial, space);
  }

  sampleIndependent(
    study: StudyView,
    trial: FrozenTrial,
    name: string,
    distribution: Distribution,
  ): ParamValue {
    return name in this.#fixed
      ? (this.#fixed[name] as ParamValue)
      : this.#base.sampleIndependent(study, trial, name, distribution);
  }

  isExhausted(study: StudyView): boolean {
    return this.#base.isExhausted?.(study) ?? false;
  }
}
