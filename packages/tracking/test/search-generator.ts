/** Filters put together at random from what the grammar knows and what it does not; the same each time. */
export function madeUpFilters(count: number, seed = 7): string[] {
  const random = mulberry32(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const comparison = () => {
    const gap = () => pick(['', ' ', ' ', ' ', '  ', '\n']);
    return `${pick(ENTITIES)}${pick(KEYS)}${gap()}${pick(COMPARATORS)}${gap()}${pick(VALUES)}`;
  };
  return Array.from({ length: count }, () => {
    const parts = [comparison()];
    while (random() < 0.4) parts.push(pick(JOINS), comparison());
    const filter = parts.join('');
    if (random() > 0.2) return filter;
    const at = Math.floor(random() * filter.length);
    return filter.slice(0, at) + pick(NOISE) + filter.slice(at + pick([0, 1]));
  });
}

const ENTITIES = [
  'metrics.',
  'params.',
  'tags.',
  'attributes.',
  'attribute.',
  'tag.',
  'datasets.',
  '',
  'other.',
];
const KEYS = [
  'loss',
  '`a b`',
  '"a b"',
  'start_time',
  'run_id',
  'name',
  'status',
  'experiment_id',
  'creation_time',
  'digest',
  'select',
  'max',
  'f1-score',
  'mlflow.user',
  'ü',
  '',
  '1st',
  'in',
  'is',
];
const COMPARATORS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  ' LIKE ',
  ' like ',
  ' ILIKE ',
  ' IN ',
  ' NOT IN ',
  ' not in ',
  ' IS ',
  '<>',
  '==',
  '',
];
const VALUES = [
  '1',
  '-2.5',
  '1e-3',
  "'x'",
  '"x"',
  '`x`',
  "''",
  "('a','b')",
  "('a')",
  '(1)',
  '()',
  'NULL',
  'NOT NULL',
  'null',
  'x',
  "'%a%'",
  "'it''s'",
  'true',
  '',
];
const JOINS = [' AND ', ' AND ', ' and ', ' AND\n', ' OR ', ', ', ' '];
const NOISE = [
  "'",
  '"',
  '`',
  '(',
  ')',
  ';',
  '.',
  ',',
  ' ',
  '--',
  '/*',
  '*',
  '%',
  '\\',
  '=',
  '[',
  ']',
  ':',
  '@',
  '#',
  '0',
];

/** A small seeded generator of numbers in [0, 1) (Tommy Ettinger's mulberry32). */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
