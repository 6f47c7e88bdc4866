/** A metric of a run as the server gives it to charts. `times` are Unix milliseconds; a gap is null. */
export interface History {
  /** How many points were logged. */
  count: number;
  /** When the first of all was logged. */
  firstTime: number;
  steps: readonly number[];
  times: readonly number[];
  /** Where the points are more than a chart shows, means with their extremes. */
  values: readonly (number | null)[];
  lows: readonly (number | null)[] | null;
  highs: readonly (number | null)[] | null;
}

/** step: as logged; time: wall clock in seconds; relative: seconds since the run began. */
export type XAxis = 'step' | 'time' | 'relative';

/** What is drawn, sorted by x, one y per x. */
export interface Series {
  xs: number[];
  ys: (number | null)[];
  lows: (number | null)[] | null;
  highs: (number | null)[] | null;
}

/** A history as plot columns; of points at one x the last that was logged. */
export function toSeries(history: History, axis: XAxis, start: number | null): Series {
  const { steps, times, values, lows, highs } = history;
  const origin = originOf(history, start);
  const x = (index: number): number => {
    const time = times[index] ?? 0;
    return axis === 'step' ? (steps[index] ?? 0) : (axis === 'time' ? time : time - origin) / 1000;
  };
  const order = steps
    .map((_, index) => index)
    .sort((a, b) => x(a) - x(b) || (times[a] ?? 0) - (times[b] ?? 0));
  const kept = order.filter((index, place) => {
    const next = order[place + 1];
    return next === undefined || x(next) !== x(index);
  });
  const pick = (column: readonly (number | null)[]) => kept.map((index) => column[index] ?? null);
  return { xs: kept.map(x), ys: pick(values), lows: lows && pick(lows), highs: highs && pick(highs) };
}

/** Where a run's relative time begins: at its start, or with the first point where that was before. */
export function originOf({ firstTime }: Pick<History, 'firstTime'>, start: number | null): number {
  return start !== null && start <= firstTime ? start : firstTime;
}

/** The range that most values are in, as TensorBoard sees it: from the 5th to the 95th percentile; null of none. */
export function usualRange(ys: readonly (number | null)[]): [low: number, high: number] | null {
  const sorted = ys.filter((y) => y !== null).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(0.05), at(0.95)];
  return low === undefined || high === undefined ? null : [low, high];
}

/**
 * Exponential moving average with the start's bias removed, as TensorBoard draws it.
 * `weight` is in [0, 1); 0 changes nothing. Gaps stay gaps and do not disturb the average.
 */
export function smooth(ys: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...ys];
  let average = 0;
  let seen = 0;
  return ys.map((y) => {
    if (y === null) return null;
    seen += 1;
    average = average * weight + (1 - weight) * y;
    return average / (1 - weight ** seen);
  });
}

/** For a logarithmic axis: what is not above zero cannot be drawn. */
export function positiveOnly(ys: readonly (number | null)[]): (number | null)[] {
  return ys.map((y) => (y !== null && y > 0 ? y : null));
}
