import { invalid } from '@orrery/core';
import { type Choice, categorical, type Distribution, float, int, type SearchSpace } from './distribution.ts';

/** A parameter as JSON Schema states it. */
export type ParamField = Record<string, unknown>;

/**
 * The distribution of one field: `enum` is categorical, numbers go from `minimum` to `maximum`, in steps of `x-step`, or
 * on a log scale with `x-log`.
 *
 * @throws OrreryError for bounds that make no sense
 */
export function distributionOf(name: string, field: ParamField): Distribution {
  if (Array.isArray(field.enum)) return categorical(field.enum as Choice[]);
  if (field.type === 'boolean') return categorical([false, true]);
  const { minimum, maximum } = field;
  if (typeof minimum !== 'number' || typeof maximum !== 'number')
    throw invalid(`'${name}' is searched and needs minimum and maximum, or enum.`);
  const options = {
    ...(field['x-log'] === true && { log: true }),
    ...(typeof field['x-step'] === 'number' && { step: field['x-step'] }),
  };
  try {
    return field.type === 'integer' ? int(minimum, maximum, options) : float(minimum, maximum, options);
  } catch (error) {
    throw invalid(`'${name}': ${(error as Error).message}`);
  }
}

/** @throws OrreryError that lists what is wrong with every field */
export function spaceOf(fields: Record<string, ParamField>): SearchSpace {
  const space: SearchSpace = {};
  const problems: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    try {
      space[name] = distributionOf(name, field);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw invalid(problems.join(' '));
  return space;
}
