import type { Int64, Metric, Page } from '@orrery/core';
import { type Insert, mapInTurns, type Session } from '@orrery/database';
import { sql } from 'kysely';
import { decodePageToken } from '../search/index.ts';
import { compile } from './builder.ts';
import { orderBy, pageOf, type SortKey, sortColumns, startAt } from './keyset.ts';
import { logModelMetrics } from './model-metrics.ts';
import {
  type ActiveRun,
  ANY_STEP,
  METRIC_COLUMNS,
  type MetricRow,
  OF_RUN,
  storedValue,
  toMetric,
} from './rows.ts';

const COLUMNS = {
  key: 'text',
  value: 'float8',
  timestamp: 'int8',
  run_uuid: 'text',
  step: 'int8',
  is_nan: 'bool',
} as const;

const HISTORY: Insert = { table: 'metrics', columns: COLUMNS, conflict: 'ON CONFLICT DO NOTHING' };

/** MLflow's notion of later: by step, then timestamp, then value. */
const LATEST: Insert = {
  table: 'latest_metrics',
  columns: COLUMNS,
  conflict: `ON CONFLICT (key, run_uuid) DO UPDATE
  SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
  WHERE (excluded.step, excluded.timestamp, excluded.value)
      > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`,
};

type StoredMetric = [key: string, value: number, timestamp: Int64, runId: string, step: Int64, isNan: 0 | 1];

/** Appends to the run's history and moves its latest values; a point that is there already is left alone. */
export async function logMetrics(
  session: Session,
  runId: string,
  metrics: Metric[],
  run: Promise<ActiveRun>,
): Promise<void> {
  const rows = metrics.map(({ key, value, timestamp, step }): StoredMetric => {
    const stored = storedValue(value);
    return [key, stored.value, timestamp, runId, step, stored.isNan];
  });
  const { sorted, latest } = byKey(rows);
  await Promise.all([session.insert(HISTORY, sorted), session.insert(LATEST, latest)]);
  const ofModels = metrics.filter((metric) => metric.modelId);
  if (ofModels.length > 0) await logModelMetrics(session, runId, (await run).experiment_id, ofModels);
}

/** In the order of the tables' indexes, which takes fewer pages; also one order for all writers, so that no two wait for each other. */
function byKey(rows: StoredMetric[]): { sorted: StoredMetric[]; latest: StoredMetric[] } {
  if (rows.length < 2) return { sorted: rows, latest: rows };
  const ofKeys = new Map<string, StoredMetric[]>();
  for (const row of rows) {
    const ofKey = ofKeys.get(row[0]);
    if (ofKey) ofKey.push(row);
    else ofKeys.set(row[0], [row]);
  }
  const lists = [...ofKeys.keys()].sort().map((key) => ofKeys.get(key) as StoredMetric[]);
  return {
    sorted: lists.flat(),
    latest: lists.map((list) => list.reduce((latest, row) => (isLater(row, latest) ? row : latest))),
  };
}

function isLater(a: StoredMetric, b: StoredMetric): boolean {
  if (a[4] !== b[4]) return a[4] > b[4];
  if (a[2] !== b[2]) return a[2] > b[2];
  return a[1] > b[1];
}

const HISTORY_ORDER = ['timestamp', 'step', 'value', 'is_nan'].map(
  (column): SortKey => ({ value: sql.ref(column), direction: 'asc' }),
);

/** One metric of a run by timestamp, step and value; all of it when `maxResults` is null. */
export async function metricHistory(
  session: Session,
  runId: string,
  key: string,
  maxResults: number | null,
  pageToken: string | null,
): Promise<Page<Metric>> {
  const position = decodePageToken(pageToken);
  if (maxResults === null && position.offset === 0) {
    const rows = await session.all<Omit<MetricRow, 'key'>>(
      `SELECT value, timestamp, step, is_nan FROM metrics WHERE ${OF_RUN} ORDER BY timestamp, step, value`,
      [runId, key],
    );
    return { items: await mapInTurns(rows, (row) => toMetric(row, key)), nextPageToken: null };
  }
  const { behind, skip } = startAt(HISTORY_ORDER, position);
  const size = maxResults ?? Number.MAX_SAFE_INTEGER - 1;
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(METRIC_COLUMNS)}, ${sortColumns(HISTORY_ORDER)} FROM metrics
      WHERE run_uuid = ${runId} AND key = ${key} AND ${sql.raw(ANY_STEP)} AND ${behind}
      ORDER BY ${orderBy(HISTORY_ORDER)} LIMIT ${size + 1} OFFSET ${skip}`,
  );
  const page = pageOf(await session.all<MetricRow>(text, parameters), size, position.offset);
  const items = await mapInTurns(page.items, (row) => toMetric(row, row.key));
  return { items, nextPageToken: page.nextPageToken };
}
