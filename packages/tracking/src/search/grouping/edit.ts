import { type Group, type GroupKind, groupOf, isBlank, type Node } from '../tokens.ts';

/** Statements that are deeper or longer than this are refused: their cost would not be bounded. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 10_000;

/** A statement beyond the bounds above. */
export class TooComplex extends Error {}

/** Throws TooComplex where `list`, at this depth, is beyond the bounds. */
export function checkBounds(list: Group, depth: number): void {
  if (depth > MAX_DEPTH) throw new TooComplex('nested too deeply');
  if (list.children.length > MAX_LENGTH) throw new TooComplex('too long');
}

/** Puts `from` to `to`, both included, into one group; `extend` reuses a first child of that kind. */
export function gather(
  list: Group,
  kind: GroupKind | 'any',
  from: number,
  to: number,
  extend = false,
): Group {
  const first = list.children[from] as Node;
  if (extend && first.type === 'group' && (kind === 'any' || first.kind === kind)) {
    for (const child of list.children.splice(from + 1, to - from)) {
      first.children.push(child);
      first.text += child.text;
    }
    return first;
  }
  const group = groupOf(kind as GroupKind, list.children.slice(from, to + 1));
  list.children.splice(from, to - from + 1, group);
  return group;
}

/** Index of the first child from `from` on that passes, or -1. */
export function findFrom(list: Group, from: number, test: (node: Node) => boolean): number {
  for (let index = from; index < list.children.length; index++) {
    if (test(list.children[index] as Node)) return index;
  }
  return -1;
}

/** Index of the next child that is not blank, or -1. */
export function nextSolid(list: Group, index: number): number {
  return findFrom(list, index + 1, (node) => !isBlank(node));
}

/** Index of the last child before `index` that is not blank, or -1. */
export function previousSolid(list: Group, index: number): number {
  let previous = index - 1;
  while (previous >= 0 && isBlank(list.children[previous])) previous -= 1;
  return previous;
}

/** Runs a pass over every group, the innermost first, staying out of groups of kind `except`. */
export function innermostFirst(pass: (list: Group) => void, except?: GroupKind): (list: Group) => void {
  return function run(list) {
    for (const child of list.children) {
      if (child.type === 'group' && child.kind !== except) run(child);
    }
    pass(list);
  };
}
