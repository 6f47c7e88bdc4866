import { type Distribution, toExternal } from './distribution.ts';
import { parsePythonJson } from './python-json.ts';
import type { StudyRecord } from './store.ts';
import type { StoredStudy, StoredTrial } from './stored.ts';
import type { Attributes, FrozenTrial } from './trial.ts';

const MAX_DISTRIBUTIONS = 10_000;
const distributions = new Map<string, Distribution>();
const frozen = new WeakMap<StoredTrial, FrozenTrial>();

/** The trial with its JSON read; the same object for the same stored one. */
export function freezeTrial(stored: StoredTrial): FrozenTrial {
  let trial = frozen.get(stored);
  if (!trial) {
    trial = read(stored);
    frozen.set(stored, trial);
  }
  return trial;
}

export function freezeStudy({ userAttrs, systemAttrs, ...rest }: StoredStudy): StudyRecord {
  return { ...rest, userAttrs: readAttributes(userAttrs), systemAttrs: readAttributes(systemAttrs) };
}

/** A distribution of Optuna's JSON; those that were read before are the same objects. */
export function readDistribution(json: string): Distribution {
  let distribution = distributions.get(json);
  if (!distribution) {
    distribution = parsePythonJson(json) as Distribution;
    if (distributions.size >= MAX_DISTRIBUTIONS) distributions.clear();
    distributions.set(json, distribution);
  }
  return distribution;
}

function read(stored: StoredTrial): FrozenTrial {
  const trial: FrozenTrial = {
    trialId: stored.trialId,
    number: stored.number,
    state: stored.state,
    values: stored.values,
    params: {},
    distributions: {},
    intermediateValues: stored.intermediateValues,
    userAttrs: readAttributes(stored.userAttrs),
    systemAttrs: readAttributes(stored.systemAttrs),
    datetimeStart: toDate(stored.datetimeStart),
    datetimeComplete: toDate(stored.datetimeComplete),
  };
  for (const { name, internal, distribution } of stored.params) {
    const known = readDistribution(distribution);
    trial.distributions[name] = known;
    trial.params[name] = toExternal(known, internal);
  }
  return trial;
}

function readAttributes(attributes: Map<string, string>): Attributes {
  const read: Attributes = {};
  for (const [key, json] of attributes) read[key] = parsePythonJson(json);
  return read;
}

function toDate(micros: number | null): Date | null {
  return micros === null ? null : new Date(Math.floor(micros / 1000));
}
