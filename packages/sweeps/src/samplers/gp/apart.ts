import type { SearchSpace } from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import type { StudyView, Suggestion } from '../sampler.ts';
import { GPSampler, type GpOptions } from './gp.ts';
import type { KernelParams } from './regressor.ts';

/** What of a trial the sampler goes by. */
type SentTrial = Pick<FrozenTrial, 'number' | 'state' | 'values' | 'params' | 'systemAttrs'>;

/** All that an ask goes by, as it can be sent to a thread. */
export interface GpAsk {
  options: GpOptions;
  fitted: Map<string, KernelParams>;
  directions: StudyView['directions'];
  trials: readonly SentTrial[];
  trial: SentTrial;
  space: SearchSpace;
}

export function askToSend(
  options: GpOptions,
  fitted: Map<string, KernelParams>,
  { directions, trials }: StudyView,
  trial: FrozenTrial,
  space: SearchSpace,
): GpAsk {
  return { options, fitted, directions, trials: trials.map(toSend), trial: toSend(trial), space };
}

/** Answers an ask; who sent it begins the next fits from those of this one. */
export function answerAsk({ options, fitted, directions, trials, trial, space }: GpAsk): {
  suggestion: Suggestion;
  fitted: Map<string, KernelParams>;
} {
  const sampler = new GPSampler(options);
  sampler.fitted = fitted;
  const study = { directions, trials: trials as readonly FrozenTrial[], systemAttrs: {} };
  const suggestion = sampler.sampleRelative(study, trial as FrozenTrial, space);
  return { suggestion, fitted: sampler.fitted };
}

function toSend({ number, state, values, params, systemAttrs }: FrozenTrial): SentTrial {
  return { number, state, values, params, systemAttrs };
}
