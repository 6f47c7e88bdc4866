import type { Page } from '@orrery/core';
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { encodePageToken, type Position, type SortValues } from '../search/index.ts';

/** One thing that rows are sorted by. `value` may be null only where an earlier key tells null from the rest. */
export interface SortKey {
  value: Expression<unknown>;
  direction: 'asc' | 'desc';
}

/** The keys of a column that may be null, nulls last. */
export function nullsLast(value: Expression<unknown>, direction: SortKey['direction']): SortKey[] {
  return [
    { value: sql`${value} IS NULL`, direction: 'asc' },
    { value, direction },
  ];
}

/** The columns that carry a row's sort values, `k0`, `k1`, …; the last key must be unique. */
export function sortColumns(keys: SortKey[]): RawBuilder<unknown> {
  return sql.join(keys.map(({ value }, index) => sql`(${value}) AS ${sql.ref(`k${index}`)}`));
}

export function orderBy(keys: SortKey[]): RawBuilder<unknown> {
  return sql.join(keys.map(({ value, direction }) => sql`(${value}) ${sql.raw(direction)}`));
}

/**
 * What holds for the rows behind a position, and how many of them to skip. A position that was made for other
 * keys counts by its offset.
 */
export function startAt(keys: SortKey[], position: Position): { behind: Expression<SqlBool>; skip: number } {
  const { after, offset } = position;
  if (after?.length !== keys.length) return { behind: sql<SqlBool>`1 = 1`, skip: offset };
  const behind = keys.reduceRight<Expression<SqlBool> | null>((rest, { value, direction }, index) => {
    const seen = after[index] as SortValues[number];
    if (seen === null) return rest ? sql<SqlBool>`((${value}) IS NULL AND ${rest})` : sql<SqlBool>`1 = 0`;
    const further = sql<SqlBool>`(${value}) ${sql.raw(direction === 'asc' ? '>' : '<')} ${seen}`;
    return rest ? sql<SqlBool>`(${further} OR ((${value}) = ${seen} AND ${rest}))` : further;
  }, null) as Expression<SqlBool>;
  return { behind, skip: 0 };
}

/**
 * One page of `rows`, of which there is one more than the page holds if another page follows.
 *
 * @param more what MLflow's page token says besides
 */
export function pageOf<R extends object>(rows: R[], size: number, offset: number, more?: object): Page<R> {
  if (rows.length <= size) return { items: rows, nextPageToken: null };
  const items = rows.slice(0, size);
  const last = (items.at(-1) ?? {}) as Record<string, SortValues[number]>;
  const values: SortValues = [];
  for (let index = 0; `k${index}` in last; index++) values.push(last[`k${index}`] ?? null);
  return { items, nextPageToken: encodePageToken(offset + size, values, more) };
}
