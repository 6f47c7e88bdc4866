import type { MetricSeries } from '@orrery/tracking';

/** Enough for any screen, and half as long as what a double needs. */
const DIGITS = 9;

/** A series for JSON: means are cut to what can be seen, points that stand for themselves are whole. */
export function seriesJson(series: MetricSeries) {
  const { runId, key, count, firstTimestamp, steps, timestamps, values, lows, highs } = series;
  return {
    run_id: runId,
    key,
    count,
    first_time: firstTimestamp,
    steps,
    times: timestamps,
    values: lows ? values.map(cut) : values,
    lows: lows === null ? null : lows.map(cut),
    highs: highs === null ? null : highs.map(cut),
  };
}

function cut(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}
