import type { ParamValue, SearchSpace } from '../distribution.ts';
import type { Direction, FrozenTrial } from '../trial.ts';

/** What a sampler goes by. */
export interface SampleContext {
  directions: Direction[];
  /** All trials of the study, the one that is sampled for among them. */
  trials: FrozenTrial[];
  trial: FrozenTrial;
}

/** Suggests the params of a trial. */
export interface Sampler {
  readonly name: string;
  sample(space: SearchSpace, context: SampleContext): Record<string, ParamValue>;
}
