import type { Distribution, ParamValue, SearchSpace } from '../distribution.ts';
import type { Attributes, Direction, FrozenTrial } from '../trial.ts';

/** A study as it stood when a trial began: what a sampler goes by. */
export interface StudyView {
  directions: readonly Direction[];
  /** All trials in order of number, the one that is sampled for among them. */
  trials: readonly FrozenTrial[];
  systemAttrs: Attributes;
  /** All parameters, where they are known before the trial asks for them one by one. */
  space?: SearchSpace | undefined;
}

/** Parameters that were sampled together, and what Optuna's samplers would note in the storage with them. */
export interface Suggestion {
  params: Record<string, ParamValue>;
  /** System attributes to set on the trial. */
  trialAttrs?: Attributes;
  /** System attributes to set on the study. */
  studyAttrs?: Attributes;
}

/**
 * Suggests the parameters of a trial, in two steps as Optuna's samplers do. When the trial begins, the parameters of
 * the relative space are sampled together. Each parameter outside of it (every one, with an empty space) is sampled
 * by itself when the trial asks for it.
 *
 * A sampler never touches a store. It goes by the view alone, so that any worker may carry a study on; what it keeps
 * is the state of its random numbers, and what it has worked out from trials that are finished and do not change.
 */
export interface Sampler {
  readonly name: string;
  relativeSpace(study: StudyView, trial: FrozenTrial): SearchSpace;
  /** Called once a trial, also with an empty space. May leave parameters out. */
  sampleRelative(study: StudyView, trial: FrozenTrial, space: SearchSpace): Suggestion;
  /** The same, without holding up the event loop. Samplers that never take long do not have it. */
  readonly sampleRelativeApart?:
    | ((study: StudyView, trial: FrozenTrial, space: SearchSpace) => Promise<Suggestion>)
    | undefined;
  /** @param trial has the parameters that were suggested before */
  sampleIndependent(
    study: StudyView,
    trial: FrozenTrial,
    name: string,
    distribution: Distribution,
  ): ParamValue;
  /** Whether every combination has been tried. Samplers of endless spaces do not have it. */
  isExhausted?(study: StudyView): boolean;
}
