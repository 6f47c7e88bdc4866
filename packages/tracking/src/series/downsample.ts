/** A point of a metric's history, as a chart needs it. `value` is null where it is no finite number. */
export interface SeriesPoint {
  step: number;
  timestamp: number;
  value: number | null;
}

/** What a chart draws of a history: a field a list, each in the order of the points. */
export interface SeriesColumns {
  steps: number[];
  timestamps: number[];
  /** Mean of the finite values that a point stands for; null where there are none. */
  values: (number | null)[];
  /** Least and greatest of those values; null where every point stands for itself. */
  lows: (number | null)[] | null;
  highs: (number | null)[] | null;
}

/** Points that are drawn as one. */
export interface Bucket {
  /** Of its last point. */
  step: number;
  timestamp: number;
  finite: number;
  sum: number;
  low: number;
  high: number;
}

export type SeriesAxis = 'step' | 'timestamp';

/**
 * At most so many points as there are buckets of equal width along an axis, none of the extremes lost. Points that are no
 * more than that stay as they are.
 *
 * @param points in the order of the axis
 */
export function downsample(points: readonly SeriesPoint[], axis: SeriesAxis, most: number): SeriesColumns {
  if (points.length <= most) {
    return {
      steps: points.map(({ step }) => step),
      timestamps: points.map(({ timestamp }) => timestamp),
      values: points.map(({ value }) => value),
      lows: null,
      highs: null,
    };
  }
  const first = points[0]?.[axis] ?? 0;
  const width = ((points.at(-1)?.[axis] ?? 0) - first) / most || 1;
  const buckets: Bucket[] = [];
  let filled = -1;
  for (const { step, timestamp, value, [axis]: place } of points) {
    const index = Math.min(most - 1, Math.floor((place - first) / width));
    if (index !== filled)
      buckets.push({ step, timestamp, finite: 0, sum: 0, low: Infinity, high: -Infinity });
    filled = index;
    const bucket = buckets.at(-1) as Bucket;
    bucket.step = step;
    bucket.timestamp = timestamp;
    if (value === null) continue;
    bucket.finite += 1;
    bucket.sum += value;
    if (value < bucket.low) bucket.low = value;
    if (value > bucket.high) bucket.high = value;
  }
  return columnsOf(buckets);
}

export function columnsOf(buckets: readonly Bucket[]): SeriesColumns {
  const finite =
    (pick: (bucket: Bucket) => number) =>
    (bucket: Bucket): number | null =>
      bucket.finite > 0 ? pick(bucket) : null;
  return {
    steps: buckets.map(({ step }) => step),
    timestamps: buckets.map(({ timestamp }) => timestamp),
    // A mean of values near the largest double may overflow; it lies between the extremes.
    values: buckets.map(finite(({ sum, finite, low, high }) => Math.min(high, Math.max(low, sum / finite)))),
    lows: buckets.map(finite(({ low }) => low)),
    highs: buckets.map(finite(({ high }) => high)),
  };
}
