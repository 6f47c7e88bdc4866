import { comparatorError } from './comparators.ts';
import type { EntityType } from './comparison.ts';
import type { Grammar } from './grammar.ts';
import { trimBackticks } from './identifier.ts';

const SPELLINGS: Record<EntityType, string[]> = {
  metric: ['metric', 'metrics'],
  parameter: ['parameter', 'parameters', 'param', 'params'],
  tag: ['tag', 'tags'],
  attribute: ['attribute', 'attributes', 'attr', 'run'],
  dataset: ['dataset', 'datasets'],
};
const TYPES = new Map(
  Object.entries(SPELLINGS).flatMap(([type, spellings]) =>
    spellings.map((spelling) => [spelling, type as EntityType] as const),
  ),
);
const ORDERED = ['artifact_uri', 'end_time', 'run_id', 'run_name', 'start_time', 'status', 'user_id'];
const NUMERIC = new Set(['start_time', 'end_time', 'created', 'Created']);

/** How runs are searched. */
export const RUNS: Grammar = {
  entityType: (spelling) => TYPES.get(trimBackticks(spelling)),
  entityError: (spelling) =>
    `Invalid entity type '${trimBackticks(spelling)}'. ` +
    "Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']",
  filterAttributes: new Set([...ORDERED, 'created', 'Created', 'run name', 'Run name', 'Run Name']),
  orderAttributes: new Set([...ORDERED, 'created', 'Created']),
  orderTypes: new Set<EntityType>(['attribute', 'metric', 'parameter', 'tag']),
  orderTypeError: (type) => `Invalid identifier type '${type}'`,
  numericAttributes: NUMERIC,
  listAttributes: ['run_id'],
  nullError: (type, key) =>
    type === 'tag' || type === 'parameter'
      ? undefined
      : `IS NULL / IS NOT NULL is only supported for tags and params, not for '${type}' '${key}'`,
  comparatorError: (type, key, comparator) => comparatorError(type, NUMERIC.has(key), comparator),
  normalizeComparator: (comparator) => comparator.toUpperCase(),
  floatAttributes: true,
  quotesClauses: true,
};
