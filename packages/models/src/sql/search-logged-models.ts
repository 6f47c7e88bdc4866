import { invalid, type LoggedModel, type Page } from '@orrery/core';
import { decodePageToken } from '@orrery/tracking/search';
import {
  compare,
  compile,
  idsAmong,
  nullsLast,
  orderBy,
  pageOf,
  parseExperimentId,
  type Session,
  type SortKey,
  sortColumns,
  startAt,
} from '@orrery/tracking/sql';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { DatasetFilter, LoggedModelOrder, SearchLoggedModels } from '../logged-models.ts';
import {
  attributeName,
  type LoggedModelComparison,
  parseLoggedModelFilter,
} from '../search/logged-model-filter.ts';
import { LOGGED_MODEL_COLUMNS, type LoggedModelRow, loadLoggedModels } from './logged-models.ts';

const COLUMNS: Record<string, Expression<unknown>> = {
  model_id: sql.ref('m.model_id'),
  experiment_id: sql`CAST(m.experiment_id AS TEXT)`,
  name: sql.ref('m.name'),
  artifact_location: sql.ref('m.artifact_location'),
  creation_timestamp_ms: sql.ref('m.creation_timestamp_ms'),
  last_updated_timestamp_ms: sql.ref('m.last_updated_timestamp_ms'),
  status: sql`CASE m.status WHEN 1 THEN 'PENDING' WHEN 2 THEN 'READY' WHEN 3 THEN 'FAILED' ELSE 'UNSPECIFIED' END`,
  lifecycle_stage: sql.ref('m.lifecycle_stage'),
  model_type: sql.ref('m.model_type'),
  source_run_id: sql.ref('m.source_run_id'),
  status_message: sql.ref('m.status_message'),
};

/** The logged models of some experiments in the order asked for, newest first where nothing else decides. */
export async function searchLoggedModels(
  session: Session,
  search: SearchLoggedModels,
): Promise<Page<LoggedModel>> {
  const { datasets, maxResults } = search;
  if (datasets.some(({ name }) => !name))
    throw invalid('`dataset_name` in the `datasets` clause must be specified.');
  if (maxResults < 1)
    throw invalid(`Invalid value for max_results: ${maxResults}. It must be a positive integer.`);
  const comparisons = parseLoggedModelFilter(search.filter);
  const keys = sorting(search.orderBy);
  const position = decodePageToken(search.pageToken);
  const { behind, skip } = startAt(keys, position);
  const measured = datasets.length > 0 && !comparisons.some(({ type }) => type === 'metric');
  const where = [
    sql<SqlBool>`m.lifecycle_stage <> 'deleted'`,
    idsAmong(sql.ref('m.experiment_id'), search.experimentIds.map(parseExperimentId)),
    ...comparisons.map((comparison) => condition(comparison, datasets)),
    ...(measured ? [metricExists(sql<SqlBool>`1 = 1`, datasets)] : []),
    behind,
  ];
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(LOGGED_MODEL_COLUMNS)}, ${sortColumns(keys)} FROM logged_models AS m
      WHERE ${sql.join(where, sql` AND `)} ORDER BY ${orderBy(keys)} LIMIT ${maxResults + 1} OFFSET ${skip}`,
  );
  const rows = await session.all<LoggedModelRow>(text, parameters);
  const { items, nextPageToken } = pageOf(rows, maxResults, position.offset, tokenOf(search));
  return { items: await loadLoggedModels(session, items), nextPageToken };
}

function condition(comparison: LoggedModelComparison, datasets: DatasetFilter[]): Expression<SqlBool> {
  const { type, key } = comparison;
  if (type === 'attribute') return compare(columnOf(key, 'Invalid attribute'), comparison);
  if (type === 'metric')
    return metricExists(
      sql<SqlBool>`x.metric_name = ${key} AND ${compare(sql.ref('x.metric_value'), comparison)}`,
      datasets,
    );
  const name = type === 'tag' ? 'tag' : 'param';
  const holds = compare(sql.ref(`x.${name}_value`), comparison);
  return sql<SqlBool>`EXISTS (SELECT 1 FROM ${sql.table(`logged_model_${name}s`)} AS x
    WHERE x.model_id = m.model_id AND ${sql.ref(`x.${name}_key`)} = ${key} AND ${holds})`;
}

function metricExists(holds: Expression<SqlBool>, datasets: DatasetFilter[]): Expression<SqlBool> {
  const on = datasets.length > 0 ? sql` AND (${sql.join(datasets.map(measuredOn), sql` OR `)})` : sql``;
  return sql<SqlBool>`EXISTS (SELECT 1 FROM logged_model_metrics AS x
    WHERE x.model_id = m.model_id AND ${holds}${on})`;
}

function measuredOn({ name, digest }: NonNullable<LoggedModelOrder['dataset']>): Expression<SqlBool> {
  const parts = [
    ...(name ? [sql<SqlBool>`x.dataset_name = ${name}`] : []),
    ...(digest ? [sql<SqlBool>`x.dataset_digest = ${digest}`] : []),
  ];
  return parts.length > 0 ? sql<SqlBool>`(${sql.join(parts, sql` AND `)})` : sql<SqlBool>`1 = 1`;
}

/** A metric counts with its latest point. */
function sorting(order: LoggedModelOrder[]): SortKey[] {
  const keys: SortKey[] = [];
  for (const { field, ascending, dataset = {} } of order) {
    const direction = ascending ? 'asc' : 'desc';
    const [entity, metric] = /^([^.]*)\.(.*)$/s.exec(field)?.slice(1) ?? [];
    if (entity === undefined) {
      keys.push(...nullsLast(columnOf(attributeName(field), 'Invalid order by field name'), direction));
      continue;
    }
    if (entity !== 'metrics')
      throw invalid(`Invalid order by field name: ${field}. Only metrics are supported.`);
    const latest = sql`(SELECT x.metric_value FROM logged_model_metrics AS x
      WHERE x.model_id = m.model_id AND x.metric_name = ${metric} AND ${measuredOn(dataset)}
      ORDER BY x.metric_timestamp_ms DESC, x.metric_step DESC, x.run_id LIMIT 1)`;
    keys.push(...nullsLast(latest, direction));
  }
  const named = new Set(order.map(({ field }) => attributeName(field)));
  if (!named.has('creation_timestamp_ms'))
    keys.push({ value: columnOf('creation_timestamp_ms', ''), direction: 'desc' });
  if (!named.has('model_id')) keys.push({ value: columnOf('model_id', ''), direction: 'asc' });
  return keys;
}

function columnOf(name: string, problem: string): Expression<unknown> {
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
  if (column) return column;
  throw invalid(`${problem}: ${name}`);
}

/** What MLflow's page token repeats of the search. */
function tokenOf({ experimentIds, filter, orderBy }: SearchLoggedModels): object {
  const order = orderBy.map(({ field, ascending, dataset }) => ({
    field_name: field,
    ascending,
    dataset_name: dataset?.name ?? null,
    dataset_digest: dataset?.digest ?? null,
  }));
  return {
    experiment_ids: experimentIds,
    filter_string: filter || null,
    order_by: order.length > 0 ? order : null,
  };
}
