import { type Group, isGroup, isToken, isTokenLike, isWord } from '../tokens.ts';
import { findFrom, gather, innermostFirst, nextSolid, previousSolid } from './edit.ts';
import { isName } from './operands.ts';

/** Makes an identifier of every name that is in none. */
export const groupNames = innermostFirst((list) => {
  for (const [index, node] of list.children.entries())
    if (isName(node)) gather(list, 'Identifier', index, index);
}, 'Identifier');

/** `name ASC`. */
export const groupOrdering = innermostFirst((list) => {
  let index = findFrom(list, 0, (node) => isToken(node, 'Keyword.Order'));
  while (index >= 0) {
    const previous = previousSolid(list, index);
    const node = list.children[previous];
    if (isGroup(node, 'Identifier') || isTokenLike(node, 'Number')) {
      gather(list, 'Identifier', previous, index);
      index = previous;
    }
    index = findFrom(list, index + 1, (next) => isToken(next, 'Keyword.Order'));
  }
}, 'Identifier');

/** `value name`: the name is an alias. */
export const groupAliased = innermostFirst((list: Group) => {
  for (let index = 0; index < list.children.length; index++) {
    const node = list.children[index];
    const canHaveAlias =
      isGroup(node, 'Parenthesis', 'Function', 'Case', 'Identifier', 'Operation', 'Comparison') ||
      isTokenLike(node, 'Number');
    if (!canHaveAlias) continue;
    const next = nextSolid(list, index);
    if (isGroup(list.children[next], 'Identifier')) gather(list, 'Identifier', index, next, true);
  }
});

/** `OVER (…)`. */
export const groupOver = innermostFirst((list) => {
  for (let index = 0; index < list.children.length; index++) {
    if (!isWord(list.children[index], 'OVER')) continue;
    const next = nextSolid(list, index);
    const node = list.children[next];
    if (isGroup(node, 'Parenthesis') || isTokenLike(node, 'Name')) gather(list, 'Over', index, next);
  }
}, 'Over');

/** `name(…)`, with an `OVER` that follows; not within a `CREATE TABLE`. */
export const groupFunctions = innermostFirst((list) => {
  const has = (word: string) => list.children.some((node) => node.text.toUpperCase() === word);
  if (has('CREATE') && has('TABLE') && !has('AS')) return;
  for (let index = 0; index < list.children.length; index++) {
    if (!isTokenLike(list.children[index], 'Name')) continue;
    const next = nextSolid(list, index);
    if (!isGroup(list.children[next], 'Parenthesis')) continue;
    const over = nextSolid(list, next);
    gather(list, 'Function', index, isGroup(list.children[over], 'Over') ? over : next);
  }
}, 'Function');
