import type { OrderBy } from './comparison.ts';
import { SearchSyntaxError } from './error.ts';
import { EXPERIMENTS } from './experiment-grammar.ts';
import type { Grammar } from './grammar.ts';
import { TooComplex } from './grouping/index.ts';
import { readIdentifier, resolveAlias } from './identifier.ts';
import { RUNS } from './run-grammar.ts';
import { shellWords } from './shell-words.ts';
import { readStatements } from './statement.ts';
import { type Group, isBlank, isGroup, isToken, type Node } from './tokens.ts';

/** Reads one order clause of a search over runs, e.g. `metrics.loss DESC`. Throws SearchSyntaxError. */
export function parseRunOrderBy(clause: string): OrderBy {
  return parseOrderBy(clause, RUNS);
}

/** Reads one order clause of a search over experiments, e.g. `name ASC`. Throws SearchSyntaxError. */
export function parseExperimentOrderBy(clause: string): OrderBy {
  return parseOrderBy(clause, EXPERIMENTS);
}

/** Reads one order clause. Throws SearchSyntaxError. */
export function parseOrderBy(clause: string, grammar: Grammar): OrderBy {
  const { column, ascending } = splitOrder(clause);
  const { type, key } = readIdentifier(column.trim(), grammar, grammar.orderAttributes, 0);
  if (!grammar.orderTypes.has(type)) throw new SearchSyntaxError(grammar.orderTypeError(type), 0);
  return { type, key: resolveAlias(type, key), ascending };
}

/** What a clause orders by, and which way. Throws SearchSyntaxError. */
export function splitOrder(clause: string): { column: string; ascending: boolean } {
  const text = orderedName(clause);
  const words = text === undefined ? null : shellWords(text.replaceAll('`', '"'));
  if (text === undefined || words === null || words.length > 2) {
    throw new SearchSyntaxError(`Invalid order_by clause '${clause}'. Could not be parsed.`, 0);
  }
  const [column, direction] = words;
  if (column === undefined || direction === undefined) return { column: text, ascending: true };
  const order = direction.toLowerCase();
  if (order !== 'asc' && order !== 'desc') {
    const message = `Invalid ordering key in order_by clause '${clause}'.`;
    throw new SearchSyntaxError(message, clause.length - direction.length);
  }
  return { column, ascending: order === 'asc' };
}

/** A name with its direction, if the clause is just that. `timestamp` is a type to SQL, and let pass. */
function orderedName(clause: string): string | undefined {
  const [first, ...rest] = onlyStatement(clause)?.children ?? [];
  if (!first) return undefined;
  const last = rest.at(-1);
  if (!last) return isGroup(first, 'Identifier') || isTimestamp(first) ? first.text : undefined;
  const ordered = isToken(last, 'Keyword.Order') && rest.slice(0, -1).every(isBlank);
  return isTimestamp(first) && ordered ? `timestamp ${last.text}` : undefined;
}

function isTimestamp(node: Node): boolean {
  return isToken(node, 'Name.Builtin') && node.text === 'timestamp';
}

function onlyStatement(clause: string): Group | undefined {
  try {
    const statements = readStatements(clause);
    return statements.length === 1 ? statements[0] : undefined;
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    throw new SearchSyntaxError(`Error on parsing order_by clause '${clause}'`, 0);
  }
}
