import { invalid } from '@orrery/core';
import { type Choice, categorical, type Distribution, float, int, type SearchSpace } from '@orrery/sweeps';
import type { HyperparameterSchema } from './entry.ts';
import { record } from './values.ts';

/** Values that stand where the manifest sets none. */
export function defaultsOf(schema: HyperparameterSchema): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if ('default' in field) defaults[name] = field.default;
  }
  return defaults;
}

/**
 * The search space of the fields flagged `x-sweepable`: `enum` is categorical, numbers go from `minimum` to
 * `maximum`, in steps of `x-step`, or on a log scale with `x-log`.
 *
 * @throws OrreryError for bounds that make no sense
 */
export function searchSpaceOf(schema: HyperparameterSchema): SearchSpace {
  const space: SearchSpace = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field['x-sweepable'] === true) space[name] = distributionOf(name, field);
  }
  return space;
}

function distributionOf(name: string, field: Record<string, unknown>): Distribution {
  if (Array.isArray(field.enum)) return categorical(field.enum as Choice[]);
  if (field.type === 'boolean') return categorical([false, true]);
  const { minimum, maximum } = field;
  if (typeof minimum !== 'number' || typeof maximum !== 'number') {
    throw invalid(`'${name}' is x-sweepable and needs minimum and maximum, or enum.`);
  }
  const options = {
    ...(field['x-log'] === true && { log: true }),
    ...(typeof field['x-step'] === 'number' && { step: field['x-step'] }),
  };
  return field.type === 'integer' ? int(minimum, maximum, options) : float(minimum, maximum, options);
}

/**
 * A range that a manifest states: `{type: int | float | categorical | loguniform, low, high, log, step, choices}`.
 *
 * @throws OrreryError for bounds that make no sense
 */
export function statedSpace(name: string, range: unknown): Distribution {
  const { type, distribution, low, high, log, step, choices } = record(range);
  const kind = type ?? distribution ?? (Array.isArray(choices) ? 'categorical' : 'float');
  if (kind === 'categorical') {
    if (!Array.isArray(choices) || choices.length === 0) throw invalid(`'${name}' needs choices to search.`);
    return categorical(choices as Choice[]);
  }
  if (typeof low !== 'number' || typeof high !== 'number')
    throw invalid(`'${name}' needs low and high to be searched.`);
  const options = {
    ...((log === true || kind === 'loguniform') && { log: true }),
    ...(typeof step === 'number' && { step }),
  };
  return kind === 'int' ? int(low, high, options) : float(low, high, options);
}
