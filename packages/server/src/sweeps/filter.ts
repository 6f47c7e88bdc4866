import { invalid } from '@orrery/core';
import type { FrozenTrial, TrialState } from '@orrery/sweeps';

export interface TrialFilter {
  state?: readonly TrialState[] | undefined;
  /** What the number, a parameter or an attribute of the user must contain; case does not matter. */
  text?: string | undefined;
}

export function filterTrials(trials: readonly FrozenTrial[], { state, text }: TrialFilter): FrozenTrial[] {
  const wanted = text?.toLowerCase();
  return trials.filter(
    (trial) =>
      (state === undefined || state.includes(trial.state)) &&
      (wanted === undefined || wordsOf(trial).some((word) => word.toLowerCase().includes(wanted))),
  );
}

/**
 * @param order `number`, `value`, `duration` or `params.NAME`, with `-` before it downwards; trials without it are last
 * @throws OrreryError INVALID_PARAMETER_VALUE for another one
 */
export function orderTrials(trials: FrozenTrial[], order = 'number'): FrozenTrial[] {
  const sign = order.startsWith('-') ? -1 : 1;
  const key = keyOf(order.replace(/^-/, ''));
  return trials
    .map((trial) => ({ trial, value: key(trial) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0) || a.trial.number - b.trial.number;
    })
    .map(({ trial }) => trial);
}

function keyOf(name: string): (trial: FrozenTrial) => number | string | null {
  if (name === 'number') return ({ number }) => number;
  if (name === 'value') return ({ values }) => values?.[0] ?? null;
  if (name === 'duration') {
    return ({ datetimeStart, datetimeComplete }) =>
      datetimeStart && datetimeComplete ? Number(datetimeComplete) - Number(datetimeStart) : null;
  }
  if (!name.startsWith('params.'))
    throw invalid(`Trials have no order '${name}'. Known are number, value, duration and params.NAME.`);
  const param = name.slice('params.'.length);
  return ({ params }) => {
    const value = params[param] ?? null;
    return typeof value === 'boolean' ? Number(value) : value;
  };
}

function wordsOf({ number, params, userAttrs }: FrozenTrial): string[] {
  const named = [...Object.entries(params), ...Object.entries(userAttrs)];
  return [String(number), ...named.map(([name, value]) => `${name}=${text(value)}`)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
