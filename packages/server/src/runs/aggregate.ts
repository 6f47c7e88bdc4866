import { asNumber, type Cell } from './ranks.ts';

/** What a column holds over some runs; `value` where all of them hold the same. */
export interface Aggregate {
  count: number;
  mean: number | null;
  deviation: number | null;
  min: number | null;
  max: number | null;
  value: Cell;
}

/** Finite figures are summed up; anything else is only counted. */
export function aggregate(cells: readonly Cell[], places: readonly number[]): Aggregate {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let figures = 0;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let same: Cell = cells[places[0] ?? 0];
  for (const place of places) {
    const cell = cells[place];
    if (cell !== same) same = undefined;
    if (cell === undefined) continue;
    count += 1;
    const number = asNumber(cell);
    if (number === undefined || !Number.isFinite(number)) continue;
    // Welford (1962): exact also where the spread is small beside the mean.
    figures += 1;
    const before = number - mean;
    mean += before / figures;
    squares += before * (number - mean);
    if (number < min) min = number;
    if (number > max) max = number;
  }
  if (figures === 0) return { count, mean: null, deviation: null, min: null, max: null, value: same };
  const deviation = figures > 1 ? Math.sqrt(squares / (figures - 1)) : null;
  return { count, mean, deviation, min, max, value: same };
}
