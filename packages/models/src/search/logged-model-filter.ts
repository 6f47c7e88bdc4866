import {
  type Comparator,
  type Comparison,
  isBlank,
  isConjunction,
  isGroup,
  joinConditions,
  type Node,
  readList,
  readStatements,
  SearchSyntaxError,
  TooComplex,
} from '@orrery/tracking/search';
import { pythonRepr } from '@orrery/tracking/sql';

export type LoggedModelComparison = Comparison & { type: 'attribute' | 'metric' | 'parameter' | 'tag' };

const TYPES: Record<string, LoggedModelComparison['type']> = {
  attributes: 'attribute',
  metrics: 'metric',
  params: 'parameter',
  tags: 'tag',
};
const ALIASES: Record<string, string> = {
  creation_time: 'creation_timestamp_ms',
  creation_timestamp: 'creation_timestamp_ms',
  last_updated_timestamp: 'last_updated_timestamp_ms',
};
const NUMERIC = new Set(['creation_timestamp_ms', 'last_updated_timestamp_ms']);
const NUMERIC_COMPARATORS = ['<', '<=', '>', '>=', '=', '!='];
const TEXT_COMPARATORS = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];

/** The column's own name for one of MLflow's other names for it. */
export function attributeName(name: string): string {
  return Object.hasOwn(ALIASES, name) ? (ALIASES[name] as string) : name;
}

/**
 * Reads a filter over logged models, e.g. `metrics.auc > 0.9 AND params.depth = '3'`. Unlike elsewhere only
 * single quotes are quotes. Throws SearchSyntaxError, in MLflow's words.
 */
export function parseLoggedModelFilter(filter: string): LoggedModelComparison[] {
  if (filter === '') return [];
  const shown = pythonRepr(filter);
  const statements = statementsOf(filter, shown);
  if (statements.length !== 1)
    throw new SearchSyntaxError(`Invalid filter string: ${shown}. Expected a single SQL expression.`, 0);
  const comparisons: LoggedModelComparison[] = [];
  for (const node of joinConditions(statements[0]?.children ?? [])) {
    if (isGroup(node, 'Comparison')) comparisons.push(readComparison(node));
    else if (!isConjunction(node)) {
      const example = "'AND' (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01')";
      const message = `Invalid filter string: ${shown}. Expected a list of comparisons separated by ${example}.`;
      throw new SearchSyntaxError(message, node.at);
    }
  }
  return comparisons;
}

function statementsOf(filter: string, shown: string) {
  try {
    return readStatements(filter);
  } catch (error) {
    if (error instanceof TooComplex) throw new SearchSyntaxError(`Invalid filter string: ${shown}.`, 0);
    throw error;
  }
}

function readComparison(group: Node & { children: Node[] }): LoggedModelComparison {
  const [left, operator, operand, more] = group.children.filter((child) => !isBlank(child));
  if (!left || !operator || !operand || more)
    throw new SearchSyntaxError(
      `Invalid comparison: ${group.text}. Expected a comparison with 3 tokens.`,
      group.at,
    );
  const { type, key } = readEntity(left);
  const comparator = operator.text.toUpperCase();
  const numeric = type === 'metric' || (type === 'attribute' && NUMERIC.has(key));
  const valid = numeric ? NUMERIC_COMPARATORS : TEXT_COMPARATORS;
  if (!valid.includes(comparator)) {
    const entity = `${Object.keys(TYPES).find((name) => TYPES[name] === type)}.${key}`;
    const listed = valid.map(pythonRepr).join(', ');
    const message = `Invalid comparison operator for ${entity}: ${pythonRepr(comparator)}. Expected one of (${listed}).`;
    throw new SearchSyntaxError(message, operator.at);
  }
  return {
    type,
    key,
    comparator: comparator as Comparator,
    value: readOperand(operand, numeric, comparator),
  };
}

function readEntity(node: Node): Pick<LoggedModelComparison, 'type' | 'key'> {
  const [, prefix, name] = /^([a-z]+)\.(.+)$/s.exec(node.text) ?? [];
  if (prefix === undefined || name === undefined)
    return { type: 'attribute', key: attributeName(node.text.replace(/^`+|`+$/g, '')) };
  const type = Object.hasOwn(TYPES, prefix) ? TYPES[prefix] : undefined;
  if (!type) {
    const listed = Object.keys(TYPES).map(pythonRepr).join(', ');
    const message = `Invalid entity type: ${pythonRepr(prefix)}. Expected one of [${listed}].`;
    throw new SearchSyntaxError(message, node.at);
  }
  const key = name.replace(/^`+|`+$/g, '');
  return { type, key: type === 'attribute' ? attributeName(key) : key };
}

function readOperand(node: Node, numeric: boolean, comparator: string): Comparison['value'] {
  if (numeric) {
    const number = Number(node.text.trim());
    if (node.text.trim() !== '' && Number.isFinite(number)) return number;
    throw new SearchSyntaxError(`Expected a number to compare with. Found ${node.text}`, node.at);
  }
  if (/^\(.*\)$/s.test(node.text)) {
    if (comparator.endsWith('IN')) return readList(node);
    // MLflow hands it to its database, which refuses it.
    throw new SearchSyntaxError(
      `A list goes with IN and NOT IN alone. Found ${comparator} ${node.text}`,
      node.at,
    );
  }
  const text = node.text.replace(/^'+|'+$/g, '');
  return comparator.endsWith('IN') ? [text] : text;
}
