import { comparatorError } from './comparators.ts';
import type { EntityType } from './comparison.ts';
import type { Grammar } from './grammar.ts';

const TYPES: Record<string, EntityType> = { attribute: 'attribute', tag: 'tag', tags: 'tag' };
const ATTRIBUTES = new Set(['name', 'experiment_id', 'creation_time', 'last_update_time']);
const NUMERIC = new Set(['creation_time', 'last_update_time']);
const ID_COMPARATORS = ['=', '!=', 'IN', 'NOT IN'];
const TAG_COMPARATORS = ['=', '!=', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL'];

/** How experiments are searched; unlike for runs, the case of LIKE and IN matters. */
export const EXPERIMENTS: Grammar = {
  entityType: (spelling) => (Object.hasOwn(TYPES, spelling) ? TYPES[spelling] : undefined),
  entityError: (spelling) =>
    `Invalid entity type '${spelling}'. Valid entity types are ('attribute', 'tag', 'tags')`,
  filterAttributes: ATTRIBUTES,
  orderAttributes: ATTRIBUTES,
  orderTypes: new Set<EntityType>(['attribute']),
  orderTypeError: (type) => `Invalid order_by entity: ${type}`,
  numericAttributes: NUMERIC,
  listAttributes: ['experiment_id'],
  nullError: (type, key) =>
    type === 'tag'
      ? undefined
      : `IS NULL / IS NOT NULL is only supported for tags, not for attribute '${key}'`,
  comparatorError(type, key, comparator) {
    if (type === 'tag') {
      return TAG_COMPARATORS.includes(comparator) ? undefined : `Invalid comparator for tag: ${comparator}`;
    }
    if (key !== 'experiment_id') return comparatorError(type, NUMERIC.has(key), comparator);
    return ID_COMPARATORS.includes(comparator)
      ? undefined
      : `Invalid comparator for experiment_id: ${comparator}`;
  },
  normalizeComparator: (comparator) => comparator,
  floatAttributes: false,
  quotesClauses: false,
};
