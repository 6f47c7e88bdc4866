import { pythonFloat, pythonRepr } from '../python-repr.ts';
import type { Comparator, Comparison } from './comparison.ts';
import { isConjunction, joinConditions } from './conditions.ts';
import { SearchSyntaxError } from './error.ts';
import { EXPERIMENTS } from './experiment-grammar.ts';
import type { Grammar } from './grammar.ts';
import { TooComplex } from './grouping/index.ts';
import { readIdentifier, resolveAlias } from './identifier.ts';
import { RUNS } from './run-grammar.ts';
import { readStatements } from './statement.ts';
import { type Group, isBlank, isGroup, isToken, type Node } from './tokens.ts';
import { readValue } from './value.ts';

/**
 * Reads a filter over runs, e.g. `metrics.loss < 0.1 AND tags.team = 'vision'`: comparisons that all
 * have to hold. Throws SearchSyntaxError, in MLflow's words.
 */
export function parseRunFilter(filter: string | undefined): Comparison[] {
  return parseFilter(filter, RUNS);
}

/** Reads a filter over experiments, e.g. `name LIKE 'vision-%'`. Throws SearchSyntaxError. */
export function parseExperimentFilter(filter: string | undefined): Comparison[] {
  return parseFilter(filter, EXPERIMENTS);
}

/** A comparison whose comparator is yet to be checked, and where it and its value stand. */
interface Draft {
  comparison: Omit<Comparison, 'comparator'> & { comparator: string };
  operator: Node;
  operand: Node | undefined;
}

/** Reads a filter: comparisons that all have to hold. Throws SearchSyntaxError. */
export function parseFilter(filter: string | undefined, grammar: Grammar): Comparison[] {
  if (!filter) return [];
  const nodes = joinConditions(readStatement(filter).children);
  const stray = nodes.filter((node) => !isGroup(node, 'Comparison') && !isConjunction(node));
  if (stray[0]) {
    const shown = stray.map(({ text }) => (grammar.quotesClauses ? `'${text}'` : text)).join(', ');
    throw new SearchSyntaxError(`Invalid clause(s) in filter string: ${shown}`, stray[0].at);
  }
  const drafts = nodes.filter((node) => isGroup(node, 'Comparison')).map((node) => draft(node, grammar));
  return drafts.map((each) => check(each, grammar));
}

function readStatement(filter: string): Group {
  let statements: Group[];
  try {
    statements = readStatements(filter);
  } catch (error) {
    if (!(error instanceof TooComplex)) throw error;
    throw new SearchSyntaxError(`Error on parsing filter '${filter}'`, 0);
  }
  const [statement, second] = statements;
  if (!statement) throw new SearchSyntaxError(`Invalid filter '${filter}'. Could not be parsed.`, 0);
  if (!second) return statement;
  const message = `Search filter contained multiple expression ${pythonRepr(filter)}. Provide AND-ed expression list.`;
  throw new SearchSyntaxError(message, second.at);
}

function draft(group: Group, grammar: Grammar): Draft {
  const parts = group.children.filter((child) => !isBlank(child));
  const [left, operator, operand] = parts as [Node, Node, Node?];
  const isNullTest = parts.length === 2 && isToken(operator, 'Keyword');
  if (!isNullTest && parts.length !== 3) {
    throw new SearchSyntaxError(
      `Invalid comparison clause. Expected 3 tokens found ${parts.length}`,
      group.at,
    );
  }
  if (!isGroup(left, 'Identifier')) {
    const message = `Invalid comparison clause. Expected 'Identifier' found '${left.text}'`;
    throw new SearchSyntaxError(message, left.at);
  }
  const { type, key } = readIdentifier(left.text, grammar, grammar.filterAttributes, left.at);
  if (!operand) {
    const problem = grammar.nullError(type, key);
    if (problem) throw new SearchSyntaxError(problem, operator.at);
    return { comparison: { type, key, comparator: operator.text, value: null }, operator, operand };
  }
  const value = (grammar.readValue ?? readValue)(type, key, operand, grammar);
  return { comparison: { type, key, comparator: operator.text, value }, operator, operand };
}

function check({ comparison, operator, operand }: Draft, grammar: Grammar): Comparison {
  const { type, value } = comparison;
  const key = resolveAlias(type, comparison.key);
  const comparator = grammar.normalizeComparator(comparison.comparator);
  const problem = grammar.comparatorError(type, key, comparator);
  if (problem) throw new SearchSyntaxError(problem, operator.at);
  if (Array.isArray(value) && comparator !== 'IN' && comparator !== 'NOT IN') {
    const message = `Invalid comparator '${comparator}' for a list. Use IN or NOT IN.`;
    throw new SearchSyntaxError(message, operator.at);
  }
  if (type === 'attribute' && !grammar.floatAttributes && isToken(operand, 'Number.Float')) {
    const message = `Invalid value for numeric attribute '${key}': '${pythonFloat(value as number)}'`;
    throw new SearchSyntaxError(message, operand.at);
  }
  const checked = grammar.checkValue?.(type, key, value, operand?.at ?? 0) ?? value;
  return { type, key, comparator: comparator as Comparator, value: checked };
}
