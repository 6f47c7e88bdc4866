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
      return sql<SqlBool>`${column} ${sql.raw(comparator)} ${value}`;
  }
}
