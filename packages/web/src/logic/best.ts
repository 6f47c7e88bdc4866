import type { Run } from '../data/model.ts';
import { type Direction, guessDirection, isBetter } from './direction.ts';

/** The best finite value of each metric. Metrics that fewer than two runs hold have no best. */
export function bestValues(
  runs: readonly Run[],
  metrics: readonly string[],
  directions: Readonly<Record<string, Direction>> = {},
): Map<string, number> {
  const best = new Map<string, number>();
  for (const key of metrics) {
    const direction = directions[key] ?? guessDirection(key);
    let leader = Number.NaN;
    let holders = 0;
    for (const run of runs) {
      const value = run.metrics[key]?.value;
      if (value === undefined || !Number.isFinite(value)) continue;
      holders += 1;
      if (isBetter(value, leader, direction)) leader = value;
    }
    if (holders > 1) best.set(key, leader);
  }
  return best;
}

/** The running best of a sequence; values that are no finite number leave it unchanged. */
export function bestSoFar(values: readonly (number | null)[], direction: Direction): (number | null)[] {
  let leader: number | null = null;
  return values.map((value) => {
    if (value !== null && Number.isFinite(value) && (leader === null || isBetter(value, leader, direction))) {
      leader = value;
    }
    return leader;
  });
}
