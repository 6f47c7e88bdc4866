import { inspect } from 'node:util';
import { parseJson } from '@orrery/core';
import type { Step } from './steps.ts';

export interface Answer {
  status: number;
  contentType: string | null;
  /** How it asks who one is. */
  challenge?: string;
  body: unknown;
}

/** Lists that MLflow sends in the order that its database had them. */
const UNORDERED = /(^|\.)(dataset_summaries|latest_versions)$/;
const MADE_UP = new Set([
  'creation_time',
  'creation_timestamp',
  'creation_timestamp_ms',
  'last_update_time',
  'last_updated_timestamp',
  'last_updated_timestamp_ms',
  'next_page_token',
]);

/** What one server made up so far. */
interface Known {
  variables: Map<string, string>;
  /** Ids in the order that experiments were made: PostgreSQL leaves gaps where MLflow's creates failed. */
  experiments: string[];
}

/** Sends the steps one after another to one server; answers come back with made-up values taken out. */
export async function replay(baseUrl: string, steps: Step[]): Promise<Answer[]> {
  const known: Known = { variables: new Map(), experiments: [] };
  const answers: Answer[] = [];
  for (const step of steps) answers.push(await send(baseUrl, step, known));
  return answers;
}

async function send(baseUrl: string, step: Step, known: Known): Promise<Answer> {
  const { variables, experiments } = known;
  const fill = (text: string) =>
    [...variables].reduce((filled, [name, value]) => filled.replaceAll(`$${name}`, value), text);
  const headers: Record<string, string> = { ...step.headers };
  const init: RequestInit = { method: step.method, headers };
  if (step.body !== undefined) {
    init.body = fill(typeof step.body === 'string' ? step.body : JSON.stringify(step.body));
    headers['content-type'] ??= 'application/json';
  }
  const response = await fetch(baseUrl + fill(step.path), init);
  const text = await response.text();
  const body = parse(text);
  // Where in a search an error is, Orrery alone says.
  if (!response.ok && typeof body === 'object') delete (body as { position?: number } | null)?.position;
  if (step.path.endsWith('/experiments/create') && response.ok)
    experiments.push((body as { experiment_id: string }).experiment_id);
  for (const [name, path] of Object.entries(response.ok ? (step.save ?? {}) : {})) {
    variables.set(
      name,
      String(path.split('.').reduce<never>((value, key) => value?.[key] as never, body as never)),
    );
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    ...(response.headers.has('www-authenticate') && {
      challenge: response.headers.get('www-authenticate') as string,
    }),
    body: tidy(body, known, step.ignore ?? []),
  };
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Ids become the names they were saved under; lists that have no order are sorted. */
function tidy(value: unknown, known: Known, ignore: string[], path = ''): unknown {
  if (ignore.includes(path)) return '(made up)';
  if (Array.isArray(value)) {
    const items = value.map((item, index) => tidy(item, known, ignore, join(path, String(index))));
    const keyed = items.every((item) => typeof (item as { key?: unknown })?.key === 'string');
    const isHistory = /^metrics$/.test(path);
    return (keyed || UNORDERED.test(path)) && !isHistory
      ? items.sort((a, b) => (inspect(a) < inspect(b) ? -1 : 1))
      : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [
          key,
          MADE_UP.has(key) ? '(made up)' : tidy(item, known, ignore, join(path, key)),
        ])
        .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    );
  }
  if (typeof value !== 'string') return value;
  if (path.endsWith('experiment_id')) return ordinal(value, known);
  const text = sortSets(value).replace(
    /(artifacts:\/|id=|[Ee]xperiment )(\d+)\b/g,
    (_, before, id) => before + ordinal(id, known),
  );
  return [...known.variables]
    .filter(([, id]) => id.length > 8)
    .reduce((named, [name, id]) => named.replaceAll(id, `$${name}`), text);
}

function ordinal(id: string, { experiments }: Known): string {
  const index = experiments.indexOf(id);
  return index < 0 ? id : `#${index}`;
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

/** Python shows a set in an order that changes from start to start. */
function sortSets(text: string): string {
  return text.replace(/\{('[^{}]*')\}/g, (_, names: string) => `{${names.split(', ').sort().join(', ')}}`);
}
