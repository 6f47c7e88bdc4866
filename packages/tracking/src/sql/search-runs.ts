import type { Page, Run } from '@orrery/core';
import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import {
  type Comparison,
  decodeOffsetToken,
  encodeOffsetToken,
  parseRunFilter,
  parseRunOrderBy,
} from '../search/index.ts';
import type { SearchRuns } from '../store.ts';
import { checkMaxResults, parseExperimentId } from '../validation.ts';
import { builderFor } from './builder.ts';
import { compare } from './compare.ts';
import type { RunRow, Tables } from './rows.ts';
import { loadRuns } from './run-data.ts';
import type { Session } from './session.ts';
import { invalidOrder, stagesOf } from './stages.ts';

type RunQuery = SelectQueryBuilder<Tables, 'runs', Record<string, unknown>>;

const ENTITY = { metric: 'latest_metrics', parameter: 'params', tag: 'tags' } as const;

/** Runs in the order asked for, then newest first, then by id. */
export async function searchRuns(session: Session, search: SearchRuns): Promise<Page<Run>> {
  checkMaxResults(search.maxResults);
  const comparisons = parseRunFilter(search.filter);
  const order = search.orderBy.map(parseRunOrderBy);
  const offset = decodeOffsetToken(search.pageToken);
  const experimentIds = search.experimentIds.map(parseExperimentId);
  if (experimentIds.length === 0) return { items: [], nextPageToken: null };

  let query = builderFor(session.dialect)
    .selectFrom('runs')
    .selectAll('runs')
    .where('runs.experiment_id', 'in', experimentIds)
    .where('runs.lifecycle_stage', 'in', stagesOf(search.viewType)) as unknown as RunQuery;
  for (const comparison of comparisons) query = query.where(condition(comparison));
  query = addOrder(query, order, search.orderBy);
  const { sql: text, parameters } = query
    .limit(search.maxResults + 1)
    .offset(offset)
    .compile();
  const rows = await session.all<RunRow>(text, parameters);
  const more = rows.length > search.maxResults;
  if (more) rows.pop();
  return {
    items: await loadRuns(session, rows),
    nextPageToken: more ? encodeOffsetToken(offset + search.maxResults) : null,
  };
}

function condition(comparison: Comparison): Expression<SqlBool> {
  const { type, key, comparator } = comparison;
  if (type === 'attribute') {
    if (key === 'run_name') return holds('tags', 'mlflow.runName', compare(sql.ref('e.value'), comparison));
    return compare(sql.ref(`runs.${attributeColumn(key)}`), comparison);
  }
  if (type === 'dataset') return datasetCondition(comparison);
  if (comparator === 'IS NULL') return sql<SqlBool>`NOT ${holds(ENTITY[type], key)}`;
  if (comparator === 'IS NOT NULL') return holds(ENTITY[type], key);
  const test = compare(sql.ref('e.value'), comparison);
  if (type !== 'metric') return holds(ENTITY[type], key, test);
  // A NaN is stored as 0 with a flag: it differs from every number and compares with none.
  const nan = sql<SqlBool>`e.is_nan = ${sql.lit(true)}`;
  const notNan = sql<SqlBool>`e.is_nan = ${sql.lit(false)}`;
  return holds(
    ENTITY.metric,
    key,
    comparator === '!=' ? sql<SqlBool>`(${test} OR ${nan})` : sql<SqlBool>`${test} AND ${notNan}`,
  );
}

function holds(table: string, key: string, test?: Expression<SqlBool>): Expression<SqlBool> {
  const rest = test ? sql` AND ${test}` : sql``;
  return sql<SqlBool>`EXISTS (SELECT 1 FROM ${sql.table(table)} AS e
    WHERE e.run_uuid = runs.run_uuid AND e.key = ${key}${rest})`;
}

function datasetCondition(comparison: Comparison): Expression<SqlBool> {
  const test =
    comparison.key === 'context'
      ? sql<SqlBool>`EXISTS (SELECT 1 FROM input_tags AS t WHERE t.input_uuid = i.input_uuid
          AND t.name = 'mlflow.data.context' AND ${compare(sql.ref('t.value'), comparison)})`
      : compare(sql.ref(`d.${comparison.key}`), comparison);
  return sql<SqlBool>`EXISTS (SELECT 1 FROM inputs AS i JOIN datasets AS d ON d.dataset_uuid = i.source_id
    WHERE i.destination_id = runs.run_uuid AND ${test})`;
}

function addOrder(query: RunQuery, order: ReturnType<typeof parseRunOrderBy>[], clauses: string[]): RunQuery {
  let ordered = query;
  const seen = new Set<string>();
  order.forEach(({ type, key, ascending }, index) => {
    if (seen.has(`${type}.${key}`)) throw invalidOrder(clauses);
    seen.add(`${type}.${key}`);
    const direction = ascending ? 'asc' : 'desc';
    if (type === 'attribute') {
      const column = sql.ref(`runs.${attributeColumn(key)}`);
      ordered = ordered.orderBy(sql`${column} IS NULL`).orderBy(column, direction);
      return;
    }
    const alias = `o${index}`;
    const table = ENTITY[type as keyof typeof ENTITY];
    ordered = ordered.leftJoin(`${table} as ${alias}` as 'tags as o', (join) =>
      join.on(
        sql<SqlBool>`${sql.ref(`${alias}.run_uuid`)} = runs.run_uuid AND ${sql.ref(`${alias}.key`)} = ${key}`,
      ),
    ) as unknown as RunQuery;
    const value = sql.ref(`${alias}.value`);
    const last =
      type === 'metric'
        ? sql`CASE WHEN ${sql.ref(`${alias}.is_nan`)} = ${sql.lit(true)} THEN 1 WHEN ${value} IS NULL THEN 2 ELSE 0 END`
        : sql`${value} IS NULL`;
    ordered = ordered.orderBy(last).orderBy(value, direction);
  });
  if (!seen.has('attribute.start_time')) ordered = ordered.orderBy('runs.start_time', 'desc');
  return ordered.orderBy('runs.run_uuid');
}

function attributeColumn(key: string): string {
  return { run_name: 'name', run_id: 'run_uuid' }[key] ?? key;
}
