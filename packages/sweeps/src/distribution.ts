import { invalid } from '@orrery/core';

export interface FloatDistribution {
  name: 'FloatDistribution';
  attributes: { step: number | null; low: number; high: number; log: boolean };
}

export interface IntDistribution {
  name: 'IntDistribution';
  attributes: { log: boolean; step: number; low: number; high: number };
}

export type Choice = string | number | boolean | null;

export interface CategoricalDistribution {
  name: 'CategoricalDistribution';
  attributes: { choices: Choice[] };
}

/** What values a parameter may take, in the form that Optuna's storage holds as JSON. */
export type Distribution = FloatDistribution | IntDistribution | CategoricalDistribution;

/** The parameters of a study and their distributions, by name. */
export type SearchSpace = Record<string, Distribution>;

export type ParamValue = Choice;

/** @throws OrreryError for bounds that make no sense */
export function float(
  low: number,
  high: number,
  { step = null, log = false }: { step?: number | null; log?: boolean } = {},
): FloatDistribution {
  checkBounds(low, high, log);
  if (step !== null && (step <= 0 || log))
    throw invalid(`step=${step} must be positive, and goes not with log.`);
  const top = step === null ? high : low + Math.floor((high - low) / step + 1e-8) * step;
  return { name: 'FloatDistribution', attributes: { step, low, high: top, log } };
}

/** @throws OrreryError for bounds that make no sense */
export function int(
  low: number,
  high: number,
  { step = 1, log = false }: { step?: number; log?: boolean } = {},
): IntDistribution {
  checkBounds(low, high, log);
  if (![low, high, step].every(Number.isInteger))
    throw invalid(`low, high and step must be integers: ${low}, ${high}, ${step}.`);
  if (step < 1 || (log && step !== 1)) throw invalid(`step=${step} must be at least 1, and 1 with log.`);
  const top = low + Math.floor((high - low) / step) * step;
  return { name: 'IntDistribution', attributes: { log, step, low, high: top } };
}

/** @throws OrreryError for no choices */
export function categorical(choices: Choice[]): CategoricalDistribution {
  if (choices.length === 0) throw invalid('A categorical parameter needs at least one choice.');
  return { name: 'CategoricalDistribution', attributes: { choices } };
}

/**
 * The number that stands for a value in the storage: a category's index, else the value.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for what is no category, or no number
 */
export function toInternal(distribution: Distribution, value: ParamValue): number {
  if (distribution.name !== 'CategoricalDistribution') {
    const internal = value === null || value === '' ? Number.NaN : Number(value);
    if (Number.isNaN(internal)) throw invalid(`${JSON.stringify(value)} is no number.`);
    return internal;
  }
  const index = distribution.attributes.choices.indexOf(value);
  if (index < 0)
    throw invalid(`${JSON.stringify(value)} is none of ${JSON.stringify(distribution.attributes.choices)}.`);
  return index;
}

export function toExternal(distribution: Distribution, internal: number): ParamValue {
  if (distribution.name === 'CategoricalDistribution')
    return distribution.attributes.choices[internal] ?? null;
  return distribution.name === 'IntDistribution' ? Math.round(internal) : internal;
}

/** Whether only one value is possible. */
export function isSingle(distribution: Distribution): boolean {
  if (distribution.name === 'CategoricalDistribution') return distribution.attributes.choices.length === 1;
  const { low, high, step } = distribution.attributes;
  return low === high || (step !== null && high - low < step);
}

/** The only value of a distribution that has one. */
export function singleValue(distribution: Distribution): ParamValue {
  return toExternal(
    distribution,
    distribution.name === 'CategoricalDistribution' ? 0 : distribution.attributes.low,
  );
}

/** Whether the distribution has this internal value: within bounds, and on a step where there are steps. */
export function contains(distribution: Distribution, internal: number): boolean {
  if (distribution.name === 'CategoricalDistribution')
    return Number.isInteger(internal) && internal >= 0 && internal < distribution.attributes.choices.length;
  const { low, high, step } = distribution.attributes;
  if (!(internal >= low && internal <= high)) return false;
  const steps = step === null ? 0 : (internal - low) / step;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

/** Whether two distributions are of one kind and bounds. */
export function sameDistribution(a: Distribution, b: Distribution): boolean {
  if (a === b) return true;
  return a.name === b.name && JSON.stringify(sorted(a.attributes)) === JSON.stringify(sorted(b.attributes));
}

function sorted(attributes: object): [string, unknown][] {
  return Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
}

function checkBounds(low: number, high: number, log: boolean): void {
  if (!(low <= high)) throw invalid(`low=${low} must not be above high=${high}.`);
  if (log && low <= 0) throw invalid(`low=${low} must be above 0 on a log scale.`);
}
