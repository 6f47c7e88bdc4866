import { type Document, parseDocument } from 'yaml';

export type Path = (string | number)[];

/** A job as the form sees it; a list of datasets or models is several jobs in one. */
export interface DraftJob {
  dataset_slug?: string | string[];
  model_name?: string | string[];
  model_params?: Record<string, unknown> | null;
  executor?: string;
  timeout?: number | null;
  retries?: number;
  mem_limit?: string | number | null;
  mode?: 'run' | 'sweep';
  search_space?: Record<string, Record<string, unknown>>;
}

export interface DraftGlobals {
  experiment_name?: string;
  random_seed?: number;
  run_user_params?: boolean;
  run_gridsearch?: boolean;
  skip_completed?: boolean;
  metrics?: { primary?: string; direction?: string };
  sweep?: { n_trials?: number; sampler?: unknown; pruner?: unknown; parallel?: number };
}

/** A manifest that is being written: YAML, and what the form reads of it. */
export interface Draft {
  text: string;
  globals: DraftGlobals;
  jobs: DraftJob[];
  /** Jobs that a matrix names beside. */
  matrix: { datasets?: string | string[]; models?: string | string[] } | null;
  /** Why it cannot be read; the form then shows nothing. */
  fault: string | null;
}

export const NEW_MANIFEST = `globals:
  experiment_name: my-experiment
  random_seed: 42
  metrics: { primary: val_accuracy, direction: maximize }
jobs: []
`;

export function readDraft(text: string): Draft {
  const document = parseDocument(text);
  const fault = document.errors[0]?.message.split('\n')[0] ?? null;
  const value = fault === null ? record(document.toJS()) : {};
  return {
    text,
    globals: record(value.globals) as DraftGlobals,
    jobs: Array.isArray(value.jobs) ? value.jobs.map((job) => record(job) as DraftJob) : [],
    matrix: value.matrix ? (record(value.matrix) as Draft['matrix']) : null,
    fault,
  };
}

/** The text with one value changed, or without it where it is undefined; comments and order stay. */
export function writeDraft(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text);
  if (value === undefined) remove(document, path);
  else {
    const parent = document.getIn(path.slice(0, -1), true);
    if (path.length > 1 && !isMap(parent)) document.setIn(path.slice(0, -1), document.createNode({}));
    document.setIn(path, document.createNode(value));
  }
  return print(document);
}

/** The text with a job more. */
export function addJob(text: string, dataset: string, model: string): string {
  const document = parseDocument(text);
  const jobs = document.get('jobs', true) as { items?: unknown[]; flow?: boolean } | undefined;
  if (!jobs?.items) document.set('jobs', document.createNode([]));
  const list = document.get('jobs', true) as unknown as { flow: boolean };
  list.flow = false;
  document.addIn(['jobs'], document.createNode({ dataset_slug: dataset, model_name: model }));
  return print(document);
}

/** The text without some of its jobs. */
export function removeJobs(text: string, indices: number[]): string {
  const document = parseDocument(text);
  for (const index of [...indices].sort((a, b) => b - a)) document.deleteIn(['jobs', index]);
  return print(document);
}

/** The datasets and models that a job names, pair by pair. */
export function pairsOf({ dataset_slug, model_name }: DraftJob): [dataset: string, model: string][] {
  const models = [model_name ?? []].flat();
  return [dataset_slug ?? []]
    .flat()
    .flatMap((dataset) => models.map((model): [string, string] => [dataset, model]));
}

function remove(document: Document, path: Path): void {
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  const node = document.getIn(parent, true) as { items?: unknown[] } | undefined;
  if (parent.length > 1 && node?.items?.length === 0) remove(document, parent);
}

function print(document: Document): string {
  return document.toString({ lineWidth: 0 });
}

function isMap(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'items' in node;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
