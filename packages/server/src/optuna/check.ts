import { invalid } from '@orrery/core';
import { parsePythonJson, readDistribution } from '@orrery/sweeps';

const DISTRIBUTIONS = new Set(['FloatDistribution', 'IntDistribution', 'CategoricalDistribution']);

/** @throws OrreryError INVALID_PARAMETER_VALUE for what Python could not read back */
export function checkJson(text: string): void {
  try {
    parsePythonJson(text);
  } catch (error) {
    throw invalid(`The value is no JSON (${(error as Error).message}).`);
  }
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for what is no distribution of Optuna 3 or newer */
export function checkDistribution(json: string): void {
  let name: unknown;
  try {
    name = readDistribution(json).name;
  } catch (error) {
    throw invalid(`The distribution is no JSON (${(error as Error).message}).`);
  }
  if (!DISTRIBUTIONS.has(String(name)))
    throw invalid(`'${name}' is no distribution: give ${[...DISTRIBUTIONS].join(', ')}.`);
}
