import { type Group, type GroupKind, isBlank, type Node } from '../tokens.ts';
import { isDelimiterOf } from './delimited.ts';
import { checkBounds, gather, nextSolid } from './edit.ts';

/** Something that joins what stands before it with what stands after it. */
export interface Infix {
  kind: GroupKind;
  joins: (node: Node) => boolean;
  left: (node: Node) => boolean;
  right: (node: Node | undefined) => boolean;
  /** First and last index of the group, where it is not the left to the right operand. */
  span?: (list: Group, at: { left: number; infix: number; right: number }) => [from: number, to: number];
  /** Whether a group of the same kind at the left grows; otherwise it becomes a child. Default: true. */
  extend?: boolean;
  /** Whether to look inside groups. Default: true. */
  inside?: boolean;
}

/** Applies one infix throughout `list`, from left to right. */
export function joinInfix(list: Group, infix: Infix, depth = 0): void {
  checkBounds(list, depth);
  const { kind, extend = true, inside = true } = infix;
  let gathered = 0;
  let left = -1;
  let leftNode: Node | undefined;
  for (const [place, node] of [...list.children].entries()) {
    const index = place - gathered;
    if (index < 0 || isBlank(node)) continue;
    if (inside && node.type === 'group' && node.kind !== kind) {
      joinInfix(node, { ...infix, inside: true }, depth + 1);
    }
    if (infix.joins(node)) {
      const right = nextSolid(list, index);
      const rightNode = right < 0 ? undefined : list.children[right];
      if (
        leftNode &&
        infix.left(leftNode) &&
        infix.right(rightNode) &&
        !isDelimiterOf(list, leftNode) &&
        !(rightNode && isDelimiterOf(list, rightNode))
      ) {
        const [from, to] = infix.span?.(list, { left, infix: index, right }) ?? [left, right];
        leftNode = gather(list, kind, from, to, extend);
        left = from;
        gathered += to - from;
        continue;
      }
    }
    left = index;
    leftNode = node;
  }
}
