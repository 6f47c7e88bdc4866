import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean, type Problem } from '../manifest/problem.ts';
import { YamlFile } from '../manifest/yaml-file.ts';

export interface DatasetEntry {
  slug: string;
  name: string;
  /** What kind of data it is; a model says which kinds it takes. */
  modalities: string[];
  folder: string;
}

export interface ModelEntry {
  slug: string;
  name: string;
  version: string;
  /** Kinds of data that it takes, or null for any. */
  modalities: string[] | null;
  command: string[];
  /** JSON Schema of its hyperparameters. */
  schema: HyperparameterSchema;
  folder: string;
}

export interface HyperparameterSchema {
  properties?: Record<string, Record<string, unknown>>;
  [keyword: string]: unknown;
}

/** Datasets and models by slug, from several folders; an earlier folder wins. */
export class Catalog {
  readonly #folders: string[];

  constructor(folders: string[]) {
    this.#folders = folders;
  }

  /** @returns the dataset, or what is wrong with its entry or name */
  dataset(slug: string): DatasetEntry | Problem[] {
    const file = this.#find('datasets', slug, 'dataset.yaml');
    if (!file) return [{ file: 'catalog', message: this.#unknown('dataset', slug) }];
    const yaml = new YamlFile(file);
    if (yaml.problems.length > 0) return yaml.problems;
    const entry = (yaml.value ?? {}) as { name?: string; omics?: unknown; modality?: unknown };
    return {
      slug,
      name: String(entry.name ?? slug),
      modalities: list(entry.omics ?? entry.modality),
      folder: dirname(file),
    };
  }

  /** @returns the model, or what is wrong with its entry or name */
  model(slug: string): ModelEntry | Problem[] {
    const file = this.#find('models', slug, 'model.yaml');
    if (!file) return [{ file: 'catalog', message: this.#unknown('model', slug) }];
    const yaml = new YamlFile(file);
    if (yaml.problems.length > 0) return yaml.problems;
    const entry = (yaml.value ?? {}) as Record<string, unknown>;
    const command = (entry.runtime as { command?: unknown } | undefined)?.command;
    const words = typeof command === 'string' ? ['sh', '-c', command] : command;
    const problems: Problem[] = [];
    if (!Array.isArray(words) || words.length === 0) {
      const message = 'runtime.command is missing: the local executor needs a command to start.';
      problems.push({ file, line: yaml.lineOf(['runtime']), message });
    }
    const schema = readSchema(
      join(dirname(file), String(entry.hyperparameters_schema ?? 'hyperparameters.schema.json')),
    );
    if ('problem' in schema) problems.push(schema.problem);
    if (problems.length > 0 || 'problem' in schema) return problems;
    const supported = list(entry.supported_omics ?? 'any');
    return {
      slug,
      name: String(entry.name ?? slug),
      version: String(entry.version ?? ''),
      modalities: supported.includes('any') ? null : supported,
      command: (words as unknown[]).map(String),
      schema: schema.value,
      folder: dirname(file),
    };
  }

  #find(kind: string, slug: string, name: string): string | undefined {
    return this.#folders.map((folder) => join(folder, kind, slug, name)).find((file) => existsSync(file));
  }

  #unknown(kind: 'dataset' | 'model', slug: string): string {
    const known = new Set<string>();
    for (const folder of this.#folders.map((one) => join(one, `${kind}s`))) {
      if (!existsSync(folder)) continue;
      for (const name of readdirSync(folder))
        if (existsSync(join(folder, name, `${kind}.yaml`))) known.add(name);
    }
    const names = [...known].sort().join(', ') || 'empty';
    return `no ${kind} '${slug}' in the catalog (${names}).${didYouMean(slug, known)}`;
  }
}

function readSchema(file: string): { value: HyperparameterSchema } | { problem: Problem } {
  if (!existsSync(file)) return { value: {} };
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) as HyperparameterSchema };
  } catch (error) {
    return { problem: { file, message: `is not JSON: ${(error as Error).message}` } };
  }
}

function list(value: unknown): string[] {
  return value === undefined || value === null ? [] : [value].flat().map(String);
}
