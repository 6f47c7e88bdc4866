import type { Distribution, Trial } from '../data/studyModel.ts';

/** The distribution that each param had last. */
export function lastDistributions(trials: readonly Trial[]): Map<string, Distribution> {
  const found = new Map<string, Distribution>();
  for (const trial of trials) {
    for (const [name, distribution] of Object.entries(trial.distributions)) found.set(name, distribution);
  }
  return found;
}

/** What is allowed, in few words. */
export function describeDistribution({ name, attributes }: Distribution): string {
  if (name === 'CategoricalDistribution') return '';
  const step = Number(attributes.step ?? (name === 'IntDistribution' ? 1 : 0));
  const kinds = [
    ...(name === 'IntDistribution' ? ['whole'] : []),
    ...(attributes.log ? ['log'] : []),
    ...(step > 0 && !(name === 'IntDistribution' && step === 1) ? [`step ${step}`] : []),
  ];
  return [`${attributes.low} to ${attributes.high}`, ...kinds].join(', ');
}

export type Entry = { value: unknown } | { problem: string };

/** What a text stands for under a distribution. For a category the text is its place among the choices. */
export function readEntry({ name, attributes }: Distribution, text: string): Entry {
  if (name === 'CategoricalDistribution') {
    return { value: ((attributes.choices ?? []) as unknown[])[Number(text)] };
  }
  const value = Number(text);
  const [low, high] = [Number(attributes.low), Number(attributes.high)];
  if (text.trim() === '' || !Number.isFinite(value)) return { problem: 'is no number' };
  if (value < low || value > high) return { problem: `is not within ${low} to ${high}` };
  const step = Number(attributes.step ?? 0);
  if (name === 'IntDistribution' && !Number.isInteger(value)) return { problem: 'is no whole number' };
  if (step > 0 && Math.abs((value - low) / step - Math.round((value - low) / step)) > 1e-8) {
    return { problem: `is not ${low} and a multiple of ${step}` };
  }
  return { value };
}

/** The text of a value, as `readEntry` reads it. */
export function writeEntry({ name, attributes }: Distribution, value: unknown): string {
  if (value === undefined) return '';
  if (name !== 'CategoricalDistribution') return String(value);
  const place = ((attributes.choices ?? []) as unknown[]).indexOf(value);
  return place < 0 ? '' : String(place);
}
