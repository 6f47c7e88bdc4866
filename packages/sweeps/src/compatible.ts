import { invalid } from '@orrery/core';
import type { Distribution } from './distribution.ts';

/**
 * Whether trials of one study may have both distributions for a parameter, by Optuna's rules: of one kind, both or none
 * on a log scale, and of the same choices in the same order.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE where they may not
 */
export function checkCompatible(name: string, before: Distribution, now: Distribution): void {
  const refuse = (why: string) =>
    invalid(`Param '${name}' ${why}. Give it another name, or begin another study.`);
  if (before.name !== now.name)
    throw refuse(`is of ${before.name} in this study, and cannot be of ${now.name}`);
  if (before.name === 'CategoricalDistribution' && now.name === 'CategoricalDistribution') {
    const choices = JSON.stringify(before.attributes.choices);
    if (choices !== JSON.stringify(now.attributes.choices))
      throw refuse(
        `is one of ${choices} in this study, and cannot be one of ${JSON.stringify(now.attributes.choices)}`,
      );
    return;
  }
  const isLog = ({ attributes }: Distribution) => 'log' in attributes && attributes.log;
  if (isLog(before) !== isLog(now))
    throw refuse(`is ${isLog(before) ? '' : 'not '}on a log scale in this study, and cannot change that`);
}
