import type { Page, Run } from '@orrery/core';
import type { Session } from '@orrery/database';
import { type Expression, type SqlBool, sql } from 'kysely';
import { decodePageToken, type OrderBy, parseRunFilter, parseRunOrderBy } from '../search/index.ts';
import type { SearchRuns } from '../store.ts';
import { checkMaxResults, parseExperimentId } from '../validation.ts';
import { compile } from './builder.ts';
import type { ColumnCache } from './columns/column-cache.ts';
import { pageOfBest, runsThatMayPass } from './columns/few-runs.ts';
import { nullsLast, orderBy, pageOf, readRanges, type SortKey, sortColumns, startAt } from './keyset.ts';
import { RUN_COLUMNS, type RunRow } from './rows.ts';
import type { RunCache } from './run-cache.ts';
import { attributeColumn, ENTITY, runConditions } from './run-conditions.ts';
import { loadRuns } from './run-data.ts';
import { invalidOrder } from './stages.ts';

/** What is kept of runs while nobody changes them. */
export interface Kept {
  runs: RunCache | null;
  columns: ColumnCache | null;
}

/** Runs in the order asked for, then newest first, then by id. */
export async function searchRuns(
  session: Session,
  search: SearchRuns,
  { runs, columns }: Kept,
): Promise<Page<Run>> {
  checkMaxResults(search.maxResults);
  const comparisons = parseRunFilter(search.filter);
  const orders = search.orderBy.map(parseRunOrderBy);
  const { keys, joins } = sorting(search.orderBy, orders);
  const position = decodePageToken(search.pageToken);
  const wanted = runConditions(search, comparisons);
  if (search.experimentIds.length === 0) return { items: [], nextPageToken: null };

  const selected = sql.raw(
    RUN_COLUMNS.split(', ')
      .map((name) => `runs.${name}`)
      .join(', '),
  );
  const limit = search.maxResults + 1;
  const { behind, skip } = startAt(keys, position);
  const after = position.after?.length === keys.length ? position.after : null;
  const read = (
    from: Expression<unknown>,
    behind: Expression<SqlBool>,
    by: SortKey[],
    most: number,
    skip = 0,
  ) => {
    const statement = sql`SELECT ${selected}, ${sortColumns(keys)} FROM ${from} ${sql.join(joins, sql` `)}
      WHERE ${sql.join([...wanted, behind], sql` AND `)}
      ORDER BY ${orderBy(by)} LIMIT ${most} OFFSET ${skip}`;
    const compiled = compile(session.dialect, statement);
    // How many runs pass depends on what they are compared with.
    return comparisons.length > 0 ? session.search<RunRow>(...compiled) : session.all<RunRow>(...compiled);
  };

  const readAmongFew = async (): Promise<RunRow[] | null> => {
    if (!columns || search.experimentIds.length !== 1) return null;
    const experimentId = parseExperimentId(search.experimentIds[0] as string);
    const among = (runIds: string[]) => read(theseRuns(runIds), behind, keys, limit, skip);
    const mayPass = await runsThatMayPass(session, columns, experimentId, comparisons);
    if (mayPass) return among(mayPass);
    if (orders.length === 0 || skip > 0) return null;
    return pageOfBest(session, columns, experimentId, orders, after, limit, among);
  };
  const readAmongAll = () =>
    after && isOrderOfIndex(keys)
      ? readRanges(keys, after, limit, (range, by, most) => read(sql`runs`, range, by, most))
      : read(sql`runs`, behind, keys, limit, skip);
  const rows = (await readAmongFew()) ?? (await readAmongAll());
  const { items, nextPageToken } = pageOf(rows, search.maxResults, position.offset);
  return { items: await loadRuns(session, items, runs), nextPageToken };
}

/** The ids of the runs that a filter lets through, in no order. */
export async function matchingRuns(
  session: Session,
  search: Pick<SearchRuns, 'experimentIds' | 'filter' | 'viewType'>,
): Promise<string[]> {
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT run_uuid FROM runs WHERE ${sql.join(runConditions(search, parseRunFilter(search.filter)), sql` AND `)}`,
  );
  const rows = await session.search<Pick<RunRow, 'run_uuid'>>(text, parameters);
  return rows.map(({ run_uuid }) => run_uuid);
}

/** SQLite's way to begin at some runs. */
function theseRuns(runIds: string[]): Expression<unknown> {
  return sql`json_each(${JSON.stringify(runIds)}) AS these CROSS JOIN runs ON runs.run_uuid = these.value`;
}

/** What runs are sorted by: each clause with what has no value last, NaN just before it. */
function sorting(clauses: string[], orders: OrderBy[]): { keys: SortKey[]; joins: Expression<unknown>[] } {
  const keys: SortKey[] = [];
  const joins: Expression<unknown>[] = [];
  const seen = new Set<string>();
  orders.forEach((clause, index) => {
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
