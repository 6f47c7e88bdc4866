import type { EntityType } from './comparison.ts';
import { SearchSyntaxError } from './error.ts';
import type { Grammar } from './grammar.ts';
import { unquote } from './identifier.ts';
import { readPythonLiteral } from './python-literal.ts';
import { isGroup, isToken, type Node } from './tokens.ts';

/** Reads what an entity is compared with, of the type that the entity asks for. */
export function readValue(
  type: EntityType,
  key: string,
  node: Node,
  grammar: Grammar,
): string | number | string[] {
  const fail = (message: string): never => {
    throw new SearchSyntaxError(message, node.at);
  };
  if (type === 'metric') {
    return readNumber(node) ?? fail(`Expected numeric value type for metric. Found ${node.text}`);
  }
  if (type === 'attribute' && grammar.numericAttributes.has(key)) {
    return (
      readNumber(node) ??
      fail(`Expected numeric value type for numeric attribute: ${key}. Found ${node.text}`)
    );
  }
  if (isToken(node, 'String.Single') || isGroup(node, 'Identifier')) {
    return readQuoted(node);
  }
  if (isGroup(node, 'Parenthesis') && (type === 'attribute' || type === 'dataset')) {
    if (type === 'attribute' && !grammar.listAttributes.includes(key)) {
      const names = grammar.listAttributes.map((name) => `'${name}'`).join(', ');
      fail(`Only [${names}] attributes support comparison with a list of quoted string values.`);
    }
    return readList(node);
  }
  return fail(`Expected a quoted string value for ${EXPECTED[type] ?? type}. Got value ${node.text}`);
}

const EXPECTED: Partial<Record<EntityType, string>> = {
  attribute: 'attributes',
  dataset: 'dataset attributes',
  parameter: "parameter (e.g. 'my-value')",
  tag: "tag (e.g. 'my-value')",
};

function notQuoted(text: string): string {
  return (
    `Parameter value is either not quoted or unidentified quote types used for string value ${text}. ` +
    'Use either single or double quotes.'
  );
}

/** The number that a token writes; undefined where it writes none. */
export function readNumber(node: Node): number | undefined {
  if (!isToken(node, 'Number.Integer', 'Number.Float')) return undefined;
  return Number(node.text.replace(/\p{Nd}/gu, asciiDigit));
}

/** Digits of any script count; those of one script follow one another, from a zero on. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** Text in quotes. Throws SearchSyntaxError where it has none. */
export function readQuoted(node: Node): string {
  const text = unquote(node.text);
  if (text === undefined) throw new SearchSyntaxError(notQuoted(node.text), node.at);
  return text;
}

/** A list is written as Python's tuples are. Throws SearchSyntaxError. */
export function readList(node: Node): string[] {
  const fail = (message: string): never => {
    throw new SearchSyntaxError(message, node.at);
  };
  const literal = readPythonLiteral(node.text);
  const prefix = 'While parsing a list in the query, expected';
  if (!literal) return fail(`${prefix} a non-empty list of string values, but got ill-formed list.`);
  const items = literal.items ?? [literal];
  if (items.length === 0) fail(`${prefix} a non-empty list of string values, but got empty list`);
  return items.map(
    ({ text: item }) =>
      item ??
      fail(
        `${prefix} string value, punctuation, or whitespace, but got different type in list: ` +
          (literal.items ? literal.repr : `(${literal.repr},)`),
      ),
  );
}
