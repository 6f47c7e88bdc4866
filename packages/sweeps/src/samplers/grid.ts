import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../distribution.ts';
import type { SampleContext, Sampler } from './sampler.ts';

const LEVELS = 5;

/**
 * Goes through every combination once, in order of trial number, and then begins again. A continuous parameter is
 * taken at five levels, evenly spaced on its own scale.
 */
export class GridSampler implements Sampler {
  readonly name = 'grid';

  sample(space: SearchSpace, { trial }: SampleContext): Record<string, ParamValue> {
    let index = trial.number;
    const params: Record<string, ParamValue> = {};
    for (const [name, distribution] of Object.entries(space)) {
      const levels = levelsOf(distribution);
      params[name] = toExternal(distribution, levels[index % levels.length] as number);
      index = Math.floor(index / levels.length);
    }
    return params;
  }
}

function levelsOf(distribution: Distribution): number[] {
  if (distribution.name === 'CategoricalDistribution') return [...distribution.attributes.choices.keys()];
  const { low, high, step, log } = distribution.attributes;
  if (step !== null && !log)
    return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
  const [from, to] = log ? [Math.log(low), Math.log(high)] : [low, high];
  const levels = Array.from({ length: LEVELS }, (_, i) => from + ((to - from) * i) / (LEVELS - 1));
  const values = levels.map((level) => Math.min(Math.max(log ? Math.exp(level) : level, low), high));
  return step === null ? values : [...new Set(values.map(Math.round))];
}
