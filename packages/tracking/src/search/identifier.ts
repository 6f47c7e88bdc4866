import { pythonSet } from '../python-repr.ts';
import type { EntityType } from './comparison.ts';
import { SearchSyntaxError } from './error.ts';
import { DATASET_KEYS, type Grammar } from './grammar.ts';

const ALIASES: Record<string, string> = {
  created: 'start_time',
  Created: 'start_time',
  'run name': 'run_name',
  'Run name': 'run_name',
  'Run Name': 'run_name',
};

/** Reads `entity.key`, or an attribute's bare name; the key may stand in quotes or backticks. */
export function readIdentifier(
  text: string,
  grammar: Grammar,
  attributes: ReadonlySet<string>,
  position: number,
): { type: EntityType; key: string } {
  const fail = (message: string): never => {
    throw new SearchSyntaxError(message, position);
  };
  const dot = text.indexOf('.');
  const entity = dot < 0 ? 'attribute' : text.slice(0, dot);
  const type = grammar.entityType(entity) ?? fail(grammar.entityError(entity));
  const key = trimBackticks(unquote(text.slice(dot + 1)) ?? text.slice(dot + 1));
  if (type === 'attribute' && !attributes.has(key)) {
    fail(`Invalid attribute key '${key}' specified. Valid keys are '${pythonSet(attributes)}'`);
  }
  if (type === 'dataset' && !DATASET_KEYS.has(key)) {
    fail(`Invalid dataset key '${key}' specified. Valid keys are '${pythonSet(DATASET_KEYS)}'`);
  }
  return { type, key };
}

/** The attribute's own name for one that MLflow's web app shows, as `Created`. */
export function resolveAlias(type: EntityType, key: string): string {
  return type === 'attribute' ? (ALIASES[key] ?? key) : key;
}

/** Text without the single or double quotes around it; undefined where there are none. */
export function unquote(text: string): string | undefined {
  return trim(text, "'") ?? trim(text, '"');
}

export function trimBackticks(text: string): string {
  return trim(text, '`') ?? text;
}

function trim(text: string, quote: string): string | undefined {
  return text.length >= 2 && text.startsWith(quote) && text.endsWith(quote) ? text.slice(1, -1) : undefined;
}
