import type { Metric, Page } from '@orrery/core';
import { decodeOffsetToken, encodeOffsetToken } from '../search/index.ts';
import { METRIC_COLUMNS, type MetricRow, storedValue, toMetric } from './rows.ts';
import type { Session } from './session.ts';

const INSERT = `INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

/** MLflow's notion of later: by step, then timestamp, then value. */
const UPSERT_LATEST = `INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (key, run_uuid) DO UPDATE
  SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
  WHERE (excluded.step, excluded.timestamp, excluded.value)
      > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`;

type StoredMetric = [
  key: string,
  value: number,
  timestamp: number,
  runId: string,
  step: number,
  isNan: 0 | 1,
];

/** Appends to the run's history and moves its latest values; a point that is there already is left alone. */
export async function logMetrics(session: Session, runId: string, metrics: Metric[]): Promise<void> {
  const rows = metrics.map(({ key, value, timestamp, step }): StoredMetric => {
    const stored = storedValue(value);
    return [key, stored.value, timestamp, runId, step, stored.isNan];
  });
  await session.runMany(INSERT, rows);
  await session.runMany(UPSERT_LATEST, latestOf(rows));
}

function latestOf(rows: StoredMetric[]): StoredMetric[] {
  if (rows.length < 2) return rows;
  const latest = new Map<string, StoredMetric>();
  for (const row of rows) {
    const other = latest.get(row[0]);
    if (!other || isLater(row, other)) latest.set(row[0], row);
  }
  return [...latest.values()];
}

function isLater(a: StoredMetric, b: StoredMetric): boolean {
  return (a[4] - b[4] || a[2] - b[2] || a[1] - b[1]) > 0;
}

export async function metricHistory(
  session: Session,
  runId: string,
  key: string,
  maxResults: number | null,
  pageToken: string | null,
): Promise<Page<Metric>> {
  const offset = decodeOffsetToken(pageToken);
  const limit = maxResults === null ? Number.MAX_SAFE_INTEGER : maxResults + 1;
  const rows = await session.all<MetricRow>(
    `SELECT ${METRIC_COLUMNS} FROM metrics WHERE run_uuid = ? AND key = ?
     ORDER BY timestamp, step, value LIMIT ? OFFSET ?`,
    [runId, key, limit, offset],
  );
  const more = maxResults !== null && rows.length > maxResults;
  if (more) rows.pop();
  return { items: rows.map(toMetric), nextPageToken: more ? encodeOffsetToken(offset + maxResults) : null };
}
