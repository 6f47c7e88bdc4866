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
 * Reads up to `limit` rows behind one that had these sort values, where an index has the keys in their order: range by range of
 * it, the nearest first, where SQLite and PostgreSQL would go through all of the index for what `startAt` says.
 *
 * @param read the rows of which a condition holds, sorted by some of the keys, no more than a number of them
 */
export async function readRanges<R>(
  keys: SortKey[],
  after: SortValues,
  limit: number,
  read: (behind: Expression<SqlBool>, by: SortKey[], limit: number) => Promise<R[]>,
): Promise<R[]> {
  const rows: R[] = [];
  for (let index = keys.length - 1; index >= 0 && rows.length < limit; index--) {
    const { value, direction } = keys[index] as SortKey;
    if (after[index] === null) continue;
    const same = keys.slice(0, index).map((key, at) => {
      const seen = after[at] as SortValues[number];
      return seen === null ? sql<SqlBool>`(${key.value}) IS NULL` : sql<SqlBool>`(${key.value}) = ${seen}`;
    });
    const further = sql<SqlBool>`(${value}) ${sql.raw(direction === 'asc' ? '>' : '<')} ${after[index]}`;
    const range = sql<SqlBool>`${sql.join([...same, further], sql` AND `)}`;
    // What is the same in all of them is left out of the order, or SQLite would sort them.
    rows.push(...(await read(range, keys.slice(index), limit - rows.length)));
  }
  return rows;
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
