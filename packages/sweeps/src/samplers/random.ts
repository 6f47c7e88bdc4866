import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../distribution.ts';
import { Random } from '../random.ts';
import type { FrozenTrial } from '../trial.ts';
import type { Sampler, StudyView, Suggestion } from './sampler.ts';

/** Samples each parameter by itself: uniformly, on a log scale where its distribution says so. */
export class RandomSampler implements Sampler {
  readonly name = 'random';
  readonly #random: Random;

  constructor({ seed }: { seed: number }) {
    this.#random = new Random(seed);
  }

  relativeSpace(): SearchSpace {
    return {};
  }

  sampleRelative(): Suggestion {
    return { params: {} };
  }

  sampleIndependent(_: StudyView, __: FrozenTrial, ___: string, distribution: Distribution): ParamValue {
    return toExternal(distribution, uniform(distribution, this.#random));
  }
}

/** An internal value, uniform over the distribution; each step of a discrete one is as likely. */
export function uniform(distribution: Distribution, random: Random): number {
  if (distribution.name === 'CategoricalDistribution')
    return random.below(distribution.attributes.choices.length);
  const { low, high, step, log } = distribution.attributes;
  if (step !== null && !log) return low + random.below(Math.round((high - low) / step) + 1) * step;
  const half = step === null ? 0 : step / 2;
  const [from, to] = log ? [Math.log(low - half), Math.log(high + half)] : [low, high];
  const drawn = from + (to - from) * random.next();
  const value = log ? Math.exp(drawn) : drawn;
  return Math.min(Math.max(step === null ? value : Math.round(value), low), high);
}
