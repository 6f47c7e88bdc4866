import type { ParamValue } from '../distribution.ts';
import type { Attributes, FrozenTrial } from '../trial.ts';

/** The longest text that Optuna puts into one attribute. */
const LONGEST = 2045;

/**
 * Attributes that tell other workers which parameters a trial was given, before it asks for them: Optuna's
 * `<sampler>:relative_params:<piece>`.
 */
export function shareParams(prefix: string, params: Record<string, ParamValue>): Attributes {
  if (Object.keys(params).length === 0) return {};
  const text = JSON.stringify(params);
  const pieces = Array.from({ length: Math.ceil(text.length / LONGEST) }, (_, i) => i);
  return Object.fromEntries(
    pieces.map((i) => [`${prefix}:relative_params:${i}`, text.slice(i * LONGEST, (i + 1) * LONGEST)]),
  );
}

/** The parameters of a trial that runs, with those that it will be given. */
export function knownParams(
  prefix: string,
  { params, systemAttrs }: Pick<FrozenTrial, 'params' | 'systemAttrs'>,
): Record<string, ParamValue> {
  let text = '';
  for (let i = 0; ; i++) {
    const piece = systemAttrs[`${prefix}:relative_params:${i}`];
    if (typeof piece !== 'string') break;
    text += piece;
  }
  try {
    return text === '' ? params : { ...JSON.parse(text), ...params };
  } catch {
    // Another worker is writing the pieces.
    return params;
  }
}
