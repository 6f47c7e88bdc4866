import { pythonSet } from '../python-repr.ts';
import type { EntityType } from './comparison.ts';

export const NUMERIC = new Set(['=', '!=', '<', '<=', '>', '>=']);
const TEXT = new Set(['=', '!=', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL']);
const LISTED = new Set(['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN']);

const VALID: Record<Exclude<EntityType, 'attribute'>, ReadonlySet<string>> = {
  metric: NUMERIC,
  parameter: TEXT,
  tag: TEXT,
  dataset: LISTED,
};

/** What MLflow says to a comparator that the entity does not permit; undefined for one that it does. */
export function comparatorError(
  type: EntityType,
  isNumeric: boolean,
  comparator: string,
): string | undefined {
  const valid = type !== 'attribute' ? VALID[type] : isNumeric ? NUMERIC : LISTED;
  if (valid.has(comparator)) return undefined;
  const listed = type === 'attribute' ? LISTED : valid;
  const closing = type === 'parameter' || (type === 'attribute' && !isNumeric) ? "'" : '';
  return `Invalid comparator '${comparator}' not one of '${pythonSet(listed)}${closing}`;
}
