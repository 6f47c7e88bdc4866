import {
  type EntityType,
  type Grammar,
  isGroup,
  isToken,
  type Node,
  readList,
  readNumber,
  readQuoted,
  SearchSyntaxError,
} from '@orrery/tracking/search';
import { pythonFloat, pythonRepr, pythonSet } from '@orrery/tracking/sql';

const TYPES: Record<string, EntityType> = { attribute: 'attribute', tag: 'tag', tags: 'tag' };
const TAG_COMPARATORS = ['=', '!=', 'LIKE', 'ILIKE'];
const TEXT_COMPARATORS = [...TAG_COMPARATORS, 'IN', 'NOT IN'];
const NUMERIC_COMPARATORS = ['=', '!=', '<', '<=', '>', '>='];
const NUMERIC = new Set(['version_number', 'creation_timestamp', 'last_updated_timestamp']);
export const VERSION_ORDER: ReadonlySet<string> = new Set([
  'name',
  'version_number',
  'creation_timestamp',
  'last_updated_timestamp',
]);

const shared = {
  entityType: (spelling: string) => (Object.hasOwn(TYPES, spelling) ? TYPES[spelling] : undefined),
  entityError: (spelling: string) =>
    `Invalid entity type '${spelling}'. Valid entity types are ('attribute', 'tag', 'tags')`,
  orderTypes: new Set<EntityType>(['attribute', 'tag']),
  orderTypeError: (type: EntityType) => `Invalid order_by entity: ${type}`,
  nullError: () => 'IS NULL / IS NOT NULL is not supported in searches of the model registry',
  normalizeComparator: (comparator: string) => comparator.toUpperCase(),
  floatAttributes: true,
  quotesClauses: false,
};

/** How registered models are searched. */
export const REGISTERED_MODELS: Grammar = {
  ...shared,
  filterAttributes: new Set(['name']),
  orderAttributes: new Set(),
  numericAttributes: new Set(),
  listAttributes: ['name'],
  comparatorError: (type, _key, comparator) =>
    (type === 'tag' ? TAG_COMPARATORS : TEXT_COMPARATORS).includes(comparator)
      ? undefined
      : `Invalid comparator for ${type}: ${comparator}`,
  readValue,
};

/** How versions of registered models are searched. */
export const MODEL_VERSIONS: Grammar = {
  ...shared,
  filterAttributes: new Set(['name', 'version_number', 'run_id', 'source_path']),
  orderAttributes: VERSION_ORDER,
  numericAttributes: NUMERIC,
  listAttributes: ['name', 'run_id'],
  comparatorError(type, key, comparator) {
    if (type === 'attribute' && NUMERIC.has(key))
      return NUMERIC_COMPARATORS.includes(comparator)
        ? undefined
        : `Invalid comparator for attribute ${key}: ${comparator}`;
    const listed = type === 'attribute' && (key === 'name' || key === 'run_id');
    return (listed ? TEXT_COMPARATORS : TAG_COMPARATORS).includes(comparator)
      ? undefined
      : `Invalid comparator for ${type}: ${comparator}`;
  },
  readValue,
  checkValue(type, key, value, position) {
    if (type !== 'attribute' || !NUMERIC.has(key)) return value;
    if (typeof value === 'number' && Number.isInteger(value)) return value;
    if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
    const shown = typeof value === 'number' ? pythonFloat(value) : pythonRepr(String(value));
    throw new SearchSyntaxError(`Invalid value for numeric attribute '${key}': ${shown}`, position);
  },
};

function readValue(type: EntityType, key: string, node: Node, grammar: Grammar): string | number | string[] {
  const fail = (message: string): never => {
    throw new SearchSyntaxError(message, node.at);
  };
  if (isToken(node, 'String.Single') || isGroup(node, 'Identifier')) return readQuoted(node);
  if (type === 'tag')
    return fail(`Expected a quoted string value for tag (e.g. 'my-value'). Got value ${node.text}`);
  if (isGroup(node, 'Parenthesis')) {
    const names = [...grammar.listAttributes].sort();
    if (!names.includes(key))
      fail(
        `Only [${names.map(pythonRepr).join(', ')}] attributes support comparison with a list of quoted string values.`,
      );
    return readList(node);
  }
  const number = grammar.numericAttributes.size > 0 ? readNumber(node) : undefined;
  if (number === undefined)
    return fail(
      `Expected a quoted string value or a list of quoted string values for attributes. Got value ${node.text}`,
    );
  if (grammar.numericAttributes.has(key)) return number;
  const numeric = pythonSet(grammar.numericAttributes);
  return fail(`Only the '${numeric}' attributes support comparison with numeric values.`);
}
