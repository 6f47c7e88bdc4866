import type { Page, Run } from '@orrery/core';
import type { Session } from '@orrery/database';
import { type Expression, type SqlBool, sql } from 'kysely';
import {
  type Comparison,
  decodePageToken,
  type OrderBy,
  parseRunFilter,
  parseRunOrderBy,
} from '../search/index.ts';
import type { SearchRuns } from '../store.ts';
import { checkMaxResults, parseExperimentId } from '../validation.ts';
import { compile } from './builder.ts';
import { compare, idsAmong } from './compare.ts';
import { nullsLast, orderBy, pageInRanges, pageOf, type SortKey, sortColumns, startAt } from './keyset.ts';
import { RUN_COLUMNS, type RunRow } from './rows.ts';
import type { RunCache } from './run-cache.ts';
import { loadRuns } from './run-data.ts';
import { invalidOrder, stagesOf } from './stages.ts';

const ENTITY = { metric: 'latest_metrics', parameter: 'params', tag: 'tags' } as const;

/** Runs in the order asked for, then newest first, then by id. */
export async function searchRuns(
  session: Session,
  search: SearchRuns,
  cache: RunCache | null,
): Promise<Page<Run>> {
  checkMaxResults(search.maxResults);
  const comparisons = parseRunFilter(search.filter);
  const { keys, joins } = sorting(search.orderBy);
  const position = decodePageToken(search.pageToken);
  const wanted = conditions(search, comparisons);
  if (search.experimentIds.length === 0) return { items: [], nextPageToken: null };

  const columns = sql.raw(
    RUN_COLUMNS.split(', ')
      .map((name) => `runs.${name}`)
      .join(', '),
  );
  const limit = search.maxResults + 1;
  const page = (behind: Expression<SqlBool>, by: SortKey[], skip = 0) =>
    sql`SELECT ${columns}, ${sortColumns(keys)} FROM runs ${sql.join(joins, sql` `)}
      WHERE ${sql.join([...wanted, behind], sql` AND `)}
      ORDER BY ${orderBy(by)} LIMIT ${limit} OFFSET ${skip}`;
  const { after } = position;
  const { behind, skip } = startAt(keys, position);
  const statement =
    isOrderOfIndex(keys) && after?.length === keys.length
      ? pageInRanges(keys, after, limit, page)
      : page(behind, keys, skip);
  const [text, parameters] = compile(session.dialect, statement);
  const rows = await session.all<RunRow>(text, parameters);
  const { items, nextPageToken } = pageOf(rows, search.maxResults, position.offset);
  return { items: await loadRuns(session, items, cache), nextPageToken };
}

/** The ids of the runs that a filter lets through, in no order. */
export async function matchingRuns(session: Session, search: Wanted): Promise<string[]> {
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT run_uuid FROM runs WHERE ${sql.join(conditions(search, parseRunFilter(search.filter)), sql` AND `)}`,
  );
  const rows = await session.all<Pick<RunRow, 'run_uuid'>>(text, parameters);
  return rows.map(({ run_uuid }) => run_uuid);
}

type Wanted = Pick<SearchRuns, 'experimentIds' | 'filter' | 'viewType'>;

function conditions(
  { experimentIds, viewType }: Omit<Wanted, 'filter'>,
  comparisons: Comparison[],
): Expression<SqlBool>[] {
  return [
    idsAmong(sql.ref('runs.experiment_id'), experimentIds.map(parseExperimentId)),
    sql<SqlBool>`runs.lifecycle_stage IN (${sql.join(stagesOf(viewType))})`,
    ...comparisons.map(condition),
  ];
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

/** What runs are sorted by: each clause with what has no value last, NaN just before it. */
function sorting(clauses: string[]): { keys: SortKey[]; joins: Expression<unknown>[] } {
  const keys: SortKey[] = [];
  const joins: Expression<unknown>[] = [];
  const seen = new Set<string>();
  clauses.map(parseRunOrderBy).forEach((clause: OrderBy, index) => {
    const { type, key } = clause;
    if (seen.has(`${type}.${key}`)) throw invalidOrder(clauses);
    seen.add(`${type}.${key}`);
    const direction = clause.ascending ? 'asc' : 'desc';
    if (type === 'attribute') {
      keys.push(...nullsLast(sql.ref(`runs.${attributeColumn(key)}`), direction));
      return;
    }
    const alias = `o${index}`;
    const value = sql.ref(`${alias}.value`);
    joins.push(
      sql`LEFT JOIN ${sql.table(ENTITY[type as keyof typeof ENTITY])} AS ${sql.ref(alias)}
        ON ${sql.ref(`${alias}.run_uuid`)} = runs.run_uuid AND ${sql.ref(`${alias}.key`)} = ${key}`,
    );
    if (type !== 'metric') keys.push(...nullsLast(value, direction));
    else {
      const isNan = sql`${sql.ref(`${alias}.is_nan`)} = ${sql.lit(true)}`;
      const rank = sql`CASE WHEN ${isNan} THEN 1 WHEN ${value} IS NULL THEN 2 ELSE 0 END`;
      keys.push({ value: rank, direction: 'asc' }, { value, direction });
    }
  });
  if (!seen.has('attribute.start_time')) keys.push(...nullsLast(sql.ref('runs.start_time'), 'desc'));
  keys.push({ value: sql.ref('runs.run_uuid'), direction: 'asc' });
  return { keys, joins };
}

/** Whether runs are asked for as `orrery_runs_in_order` has them: by start time alone, the newest first. */
function isOrderOfIndex(keys: SortKey[]): boolean {
  return keys.length === 3 && keys[1]?.direction === 'desc';
}

function attributeColumn(key: string): string {
  return { run_name: 'name', run_id: 'run_uuid' }[key] ?? key;
}
