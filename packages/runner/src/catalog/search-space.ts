import { invalid } from '@orrery/core';
import {
  type Choice,
  categorical,
  type Distribution,
  distributionOf,
  float,
  int,
  type SearchSpace,
} from '@orrery/sweeps';
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
 * The search space of the fields flagged `x-sweepable`.
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
