/** One logged value of a metric. `timestamp` is in ms since the epoch. */
export interface HistoryPoint {
  step: number;
  timestamp: number;
  value: number;
}

/** step: as logged; time: wall clock in seconds; relative: seconds since the first point. */
export type XAxis = 'step' | 'time' | 'relative';

export interface Series {
  xs: number[];
  ys: (number | null)[];
}

/** A history as plot columns: sorted by x, one y per x (the last logged), not-finite values as gaps. */
export function toSeries(points: readonly HistoryPoint[], axis: XAxis): Series {
  const origin = points.reduce((least, point) => Math.min(least, point.timestamp), Number.POSITIVE_INFINITY);
  const x = (point: HistoryPoint): number =>
    axis === 'step' ? point.step : (axis === 'time' ? point.timestamp : point.timestamp - origin) / 1000;
  const sorted = points.toSorted((a, b) => x(a) - x(b) || a.timestamp - b.timestamp);
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  for (const point of sorted) {
    const at = x(point);
    const value = Number.isFinite(point.value) ? point.value : null;
    if (xs.at(-1) === at) ys[ys.length - 1] = value;
    else {
      xs.push(at);
      ys.push(value);
    }
  }
  return { xs, ys };
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
