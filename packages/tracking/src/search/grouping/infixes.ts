import { type Group, isBlank, isGroup, isMark, isToken, isTokenLike, isWord, type Token } from '../tokens.ts';
import { findFrom } from './edit.ts';
import type { Infix } from './infix.ts';
import { isNameOr, isValueOr } from './operands.ts';

const anything = () => true;
const isMember = isNameOr('SquareBrackets', 'Function');
const isListed = isValueOr('Function', 'Case', 'Identifier', 'Comparison', 'IdentifierList', 'Operation');

/** `metrics.accuracy`, also with nothing after the dot. */
export const period: Infix = {
  kind: 'Identifier',
  joins: (node) => isMark(node, '.') || (isToken(node, 'Operator') && ['->', '->>'].includes(node.text)),
  left: isNameOr('SquareBrackets', 'Identifier'),
  right: anything,
  span: (list, { left, infix, right }) => {
    const node = list.children[right];
    return [left, isMember(node) || isToken(node, 'Wildcard', 'String.Single') ? right : infix];
  },
};

/** `name[1]`. */
export const array: Infix = {
  kind: 'Identifier',
  joins: (node) => isGroup(node, 'SquareBrackets'),
  left: isNameOr('SquareBrackets', 'Identifier', 'Function'),
  right: anything,
  span: (_, { left, infix }) => [left, infix],
  inside: false,
};

/** `value::type`. */
export const typecast: Infix = {
  kind: 'Identifier',
  joins: (node) => isMark(node, '::'),
  left: anything,
  right: (node) => node !== undefined,
};

/** `value AT TIME ZONE 'zone'`. */
export const timeZoneCast: Infix = {
  kind: 'Identifier',
  joins: (node) => isToken(node, 'Keyword.TZCast'),
  left: anything,
  right: (node) => isBlank(node) || isWord(node, 'AS') || isToken(node, 'String.Single'),
};

/** `date '2026-01-31'`. */
export const typedLiteral: Infix = {
  kind: 'TypedLiteral',
  joins: (node) => isToken(node, 'Name.Builtin') || isWord(node, 'TIMESTAMP'),
  left: anything,
  right: (node) => isToken(node, 'String.Single'),
  span: (_, { infix, right }) => [infix, right],
  extend: false,
};

/** `interval '3' day`. */
export const typedLiteralUnit: Infix = {
  kind: 'TypedLiteral',
  joins: (node) => isGroup(node, 'TypedLiteral'),
  left: anything,
  right: (node) => isWord(node, 'DAY', 'HOUR', 'MINUTE', 'MONTH', 'SECOND', 'YEAR'),
  span: (_, { infix, right }) => [infix, right],
};

const isOperand = isValueOr(
  'SquareBrackets',
  'Parenthesis',
  'Function',
  'Identifier',
  'Operation',
  'TypedLiteral',
);

/** `a + b`. */
export const operator: Infix = {
  kind: 'Operation',
  joins: (node) => isToken(node, 'Operator', 'Wildcard'),
  left: (node) => isOperand(node) || isWord(node, 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP'),
  right: (node) => isOperand(node) || isWord(node, 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP'),
  span: (list, { left, infix, right }) => {
    (list.children[infix] as Token).kind = 'Operator';
    return [left, right];
  },
  extend: false,
};

const isCompared = isValueOr('Parenthesis', 'Function', 'Identifier', 'Operation', 'TypedLiteral');
const isNull = (node: Parameters<typeof isTokenLike>[0]) =>
  isTokenLike(node, 'Keyword') && node.text.toUpperCase() === 'NULL';

/** `a < b`. */
export const comparison: Infix = {
  kind: 'Comparison',
  joins: (node) => isToken(node, 'Operator.Comparison'),
  left: (node) => isCompared(node) || isNull(node),
  right: (node) => isCompared(node) || isNull(node),
  extend: false,
};

/** `value AS name`. */
export const alias: Infix = {
  kind: 'Identifier',
  joins: (node) => isTokenLike(node, 'Keyword') && node.text.toUpperCase() === 'AS',
  left: (node) => isNull(node) || !isTokenLike(node, 'Keyword'),
  right: (node) => node !== undefined && !isToken(node, 'Keyword.DML', 'Keyword.DDL', 'Keyword.CTE'),
};

/** `name := value`, up to the next `;`. */
export const assignment: Infix = {
  kind: 'Assignment',
  joins: (node) => isToken(node, 'Assignment') && node.text === ':=',
  left: (node) => !isToken(node, 'Keyword'),
  right: (node) => node !== undefined && !isToken(node, 'Keyword'),
  span: (list: Group, { left, right }) => {
    const semicolon = findFrom(list, right + 1, (node) => isMark(node, ';'));
    return [left, semicolon < 0 ? right : semicolon];
  },
};

/** `a, b`. */
export const list: Infix = {
  kind: 'IdentifierList',
  joins: (node) => isMark(node, ','),
  left: (node) => isListed(node) || isToken(node, 'Keyword', 'Wildcard'),
  right: (node) => isListed(node) || isToken(node, 'Keyword', 'Wildcard'),
};
