import type { Int64 } from '@orrery/core';
import type { Session } from '@orrery/database';
import type { RunMetric } from '../store.ts';
import { METRIC_COLUMNS, type MetricRow, OF_RUN, toMetric } from './rows.ts';
import { idsParameter } from './run-data.ts';

/** One metric of several runs: by run, timestamp, step and value. */
export async function metricHistories(
  session: Session,
  runIds: string[],
  key: string,
  maxResults: number,
): Promise<RunMetric[]> {
  const [among, ids] = idsParameter(session, runIds);
  const rows = await session.all<MetricRow & { run_uuid: string }>(
    `SELECT run_uuid, ${METRIC_COLUMNS} FROM metrics WHERE key = ? AND run_uuid ${among}
     ORDER BY run_uuid, timestamp, step, value LIMIT ?`,
    [key, ids, maxResults],
  );
  return rows.map((row) => ({ ...toMetric(row, row.key), runId: row.run_uuid }));
}

/** The first point of each of so many evenly filled buckets, and the last point of all. */
export async function sampleHistories(
  session: Session,
  runIds: string[],
  key: string,
  maxResults: number,
  steps: [Int64, Int64] | null,
): Promise<RunMetric[]> {
  const within = steps ? 'AND step BETWEEN ? AND ?' : '';
  const order = 'step, timestamp, value, is_nan';
  const sampled: RunMetric[] = [];
  for (const runId of runIds) {
    const where = [runId, key, ...(steps ?? [])];
    const rows = await session.all<MetricRow>(
      `SELECT ${METRIC_COLUMNS} FROM (
         SELECT ${METRIC_COLUMNS}, row_number() OVER (PARTITION BY bucket ORDER BY ${order}) AS place FROM (
           SELECT ${METRIC_COLUMNS}, ntile(CAST(? AS INTEGER)) OVER (ORDER BY ${order}) AS bucket
           FROM metrics WHERE ${OF_RUN} ${within}) AS bucketed) AS placed
       WHERE place = 1 ORDER BY ${order}`,
      [maxResults, ...where],
    );
    const descending = order.replaceAll(',', ' DESC,').concat(' DESC');
    const last = await session.get<MetricRow>(
      `SELECT ${METRIC_COLUMNS} FROM metrics WHERE ${OF_RUN} ${within} ORDER BY ${descending} LIMIT 1`,
      where,
    );
    if (last && !isSame(rows.at(-1), last)) rows.splice(Math.min(rows.length, maxResults - 1), 1, last);
    for (const row of rows) sampled.push({ ...toMetric(row, row.key), runId });
  }
  return sampled;
}

function isSame(a: MetricRow | undefined, b: MetricRow): boolean {
  if (!a || a.step !== b.step || a.timestamp !== b.timestamp || a.is_nan !== b.is_nan) return false;
  return Boolean(a.is_nan) || a.value === b.value;
}
