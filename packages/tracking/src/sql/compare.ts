import { type Expression, type SqlBool, sql } from 'kysely';
import type { Comparison } from '../search/index.ts';

/** `column comparator value`, with ILIKE as SQLAlchemy writes it for every dialect. */
export function compare(
  column: Expression<unknown>,
  { comparator, value }: Pick<Comparison, 'comparator' | 'value'>,
): Expression<SqlBool> {
  switch (comparator) {
    case 'ILIKE':
      return sql<SqlBool>`lower(${column}) LIKE lower(${value})`;
    case 'IN':
    case 'NOT IN':
      return sql<SqlBool>`${column} ${sql.raw(comparator)} (${sql.join(value as string[])})`;
    default:
      return sql<SqlBool>`${column} ${sql.raw(comparator)} ${typeof value === 'number' ? double(value) : value}`;
  }
}

/** `column IN (ids)`, for ids that may be larger than the column's type. */
export function idsAmong(column: Expression<unknown>, ids: number[]): Expression<SqlBool> {
  const possible = ids.filter(Number.isSafeInteger);
  if (possible.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${column} IN (${sql.join(possible.map((id) => sql`CAST(${id} AS BIGINT)`))})`;
}

/** A number with a fraction may be compared with an integer column. */
function double(value: number): Expression<unknown> {
  return Number.isSafeInteger(value)
    ? sql`CAST(${value} AS NUMERIC)`
    : sql`CAST(${value} AS DOUBLE PRECISION)`;
}
