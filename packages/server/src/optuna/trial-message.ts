import { invalid } from '@orrery/core';
import type { StoredParam, StoredTrial, TrialState, TrialTemplate } from '@orrery/sweeps';
import { checkDistribution, checkJson } from './check.ts';
import { fromLocalText, toLocalText } from './local-time.ts';
import { messageType } from './messages.ts';

/** States by their numbers on the wire. */
export const STATES: TrialState[] = ['RUNNING', 'COMPLETE', 'PRUNED', 'FAIL', 'WAITING'];

/** A `Trial` as it is decoded. */
export interface TrialMessage {
  state: number;
  values: number[];
  datetime_start: string;
  datetime_complete: string;
  params: Record<string, number>;
  distributions: Record<string, string>;
  user_attributes: Record<string, string>;
  system_attributes: Record<string, string>;
  intermediate_values: Record<string, number>;
}

const TRIAL = messageType('Trial');
/** Field 1, of a length that follows. */
const TAG = 0x0a;
const encoded = new WeakMap<StoredTrial, Uint8Array>();

/** A message whose only field, number 1, is a trial or a list of trials. Each trial is encoded once. */
export function encodeTrials(trials: readonly StoredTrial[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const trial of trials) {
    const bytes = encodeTrial(trial);
    parts.push(head(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

/** What a template on the wire says of a new trial. */
export function readTemplate(message: TrialMessage): TrialTemplate {
  const params: StoredParam[] = Object.entries(message.params).map(([name, internal]) => {
    const distribution = message.distributions[name];
    if (distribution === undefined) throw invalid(`Param '${name}' of the template has no distribution.`);
    checkDistribution(distribution);
    return { name, internal, distribution };
  });
  const steps = Object.entries(message.intermediate_values).map(([step, value]): [number, number] => [
    Number(step),
    value,
  ]);
  return {
    state: stateOf(message.state),
    values: message.values.length > 0 ? message.values : null,
    params,
    intermediateValues: new Map(steps.sort(([a], [b]) => a - b)),
    userAttrs: attributesOf(message.user_attributes),
    systemAttrs: attributesOf(message.system_attributes),
    datetimeStart: fromLocalText(message.datetime_start),
    datetimeComplete: fromLocalText(message.datetime_complete),
  };
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for a number that stands for no state */
export function stateOf(number: number): TrialState {
  const state = STATES[number];
  if (!state) throw invalid(`${number} is no state of a trial.`);
  return state;
}

function encodeTrial(trial: StoredTrial): Uint8Array {
  let bytes = encoded.get(trial);
  if (!bytes) {
    bytes = TRIAL.encode({
      trial_id: trial.trialId,
      number: trial.number,
      state: STATES.indexOf(trial.state),
      values: trial.values ?? [],
      datetime_start: toLocalText(trial.datetimeStart),
      datetime_complete: toLocalText(trial.datetimeComplete),
      params: Object.fromEntries(trial.params.map(({ name, internal }) => [name, internal])),
      distributions: Object.fromEntries(trial.params.map(({ name, distribution }) => [name, distribution])),
      user_attributes: Object.fromEntries(trial.userAttrs),
      system_attributes: Object.fromEntries(trial.systemAttrs),
      intermediate_values: Object.fromEntries(trial.intermediateValues),
    }).finish();
    encoded.set(trial, bytes);
  }
  return bytes;
}

function head(length: number): Uint8Array {
  const bytes = [TAG];
  let rest = length;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function attributesOf(attributes: Record<string, string>): Map<string, string> {
  for (const json of Object.values(attributes)) checkJson(json);
  return new Map(Object.entries(attributes));
}
