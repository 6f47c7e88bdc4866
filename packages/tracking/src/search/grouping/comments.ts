import { type Group, isGroup, isToken, isTokenLike } from '../tokens.ts';
import { findFrom, gather, innermostFirst, previousSolid } from './edit.ts';

/** Groups comments that follow one another, unless nothing comes after them. */
export const groupComments = innermostFirst((list) => {
  let start = -1;
  while (true) {
    start = findFrom(list, start + 1, (node) => isTokenLike(node, 'Comment'));
    if (start < 0) return;
    const end = findFrom(
      list,
      start,
      (node) => !isTokenLike(node, 'Comment') && !isToken(node, 'Whitespace.Newline'),
    );
    if (end < 0) return;
    gather(list, 'Comment', start, end - 1);
  }
}, 'Comment');

/** Gives a comment to the group it follows. */
export const attachComments = innermostFirst((list: Group) => {
  let index = -1;
  while (true) {
    index = findFrom(list, index + 1, (node) => isGroup(node, 'Comment'));
    if (index < 0) return;
    const previous = previousSolid(list, index);
    if (list.children[previous]?.type !== 'group') continue;
    gather(list, 'any', previous, index, true);
    index = previous;
  }
});
