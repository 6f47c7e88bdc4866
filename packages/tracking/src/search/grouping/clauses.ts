import { type Group, isGroup, isWord } from '../tokens.ts';
import { findFrom, gather, innermostFirst } from './edit.ts';

const AFTER_WHERE = [
  'ORDER BY',
  'GROUP BY',
  'LIMIT',
  'UNION',
  'UNION ALL',
  'EXCEPT',
  'INTERSECT',
  'HAVING',
  'RETURNING',
  'INTO',
];

/** `WHERE …`, up to the next clause or the end. */
export const groupWhere = innermostFirst((list) => {
  for (let index = 0; index < list.children.length; index++) {
    if (!isWord(list.children[index], 'WHERE')) continue;
    const next = findFrom(list, index + 1, (node) => isWord(node, ...AFTER_WHERE));
    const last = isGroup(list, 'Parenthesis', 'SquareBrackets')
      ? list.children.length - 2
      : list.children.length - 1;
    gather(list, 'Where', index, next < 0 ? last : next - 1);
  }
}, 'Where');

/** `VALUES (…), (…)`. */
export function groupValues(statement: Group): void {
  const start = findFrom(statement, 0, (node) => isWord(node, 'VALUES'));
  if (start < 0) return;
  const end = statement.children.findLastIndex((node) => isGroup(node, 'Parenthesis'));
  if (end > start) gather(statement, 'Values', start, end, true);
}
