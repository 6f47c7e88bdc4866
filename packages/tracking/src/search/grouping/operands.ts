import { type GroupKind, isGroup, isToken, type Node, type TokenKind } from '../tokens.ts';

const NAMES: TokenKind[] = ['Name', 'String.Symbol'];
const VALUES: TokenKind[] = [
  'Number.Integer',
  'Number.Float',
  'String.Single',
  'String.Symbol',
  'Name',
  'Name.Placeholder',
];

/** True for a plain or quoted name that is in no group yet. */
export function isName(node: Node | undefined): boolean {
  return isToken(node, ...NAMES);
}

/** True for a number, a string, a name or a placeholder that is in no group yet. */
export function isValue(node: Node | undefined): boolean {
  return isToken(node, ...VALUES);
}

/** A test for a value or a group of one of `kinds`. */
export function isValueOr(...kinds: GroupKind[]): (node: Node | undefined) => boolean {
  return (node) => isValue(node) || isGroup(node, ...kinds);
}

/** A test for a name or a group of one of `kinds`. */
export function isNameOr(...kinds: GroupKind[]): (node: Node | undefined) => boolean {
  return (node) => isName(node) || isGroup(node, ...kinds);
}
