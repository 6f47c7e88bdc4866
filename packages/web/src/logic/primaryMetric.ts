import type { Run } from '../data/model.ts';
import { type Direction, guessDirection, parseDirection } from './direction.ts';
import { isSystemMetric } from './varying.ts';

export interface PrimaryMetric {
  key: string;
  direction: Direction;
}

/** The metric an experiment is judged by: its `orrery.primary_metric` tag, or the first non-system metric. */
export function primaryMetric(
  tags: Readonly<Record<string, string>>,
  runs: readonly Run[],
): PrimaryMetric | null {
  const key = tags['orrery.primary_metric'] || firstMetric(runs);
  if (!key) return null;
  return { key, direction: parseDirection(tags['orrery.direction']) ?? guessDirection(key) };
}

function firstMetric(runs: readonly Run[]): string | undefined {
  for (const run of runs) {
    const key = Object.keys(run.metrics).find((name) => !isSystemMetric(name));
    if (key) return key;
  }
  return undefined;
}
