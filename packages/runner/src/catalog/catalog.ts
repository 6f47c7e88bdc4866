import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ContainerSpec } from '../executors/executor.ts';
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
  /** What starts it; null where its image knows. */
  command: string[] | null;
  /** Null where it has no image. */
  container: ContainerSpec | null;
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
    const runtime = (entry.runtime ?? {}) as Runtime;
    const words = typeof runtime.command === 'string' ? ['sh', '-c', runtime.command] : runtime.command;
    const command = Array.isArray(words) && words.length > 0 ? words.map(String) : null;
    const container = containerOf(runtime, entry.build, dirname(file));
    const problems: Problem[] = [];
    if (!command && !container) {
      const message = 'runtime names neither a command, for the local executor, nor an image, for docker.';
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
      command,
      container,
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

interface Runtime {
  command?: unknown;
  image?: unknown;
  network?: unknown;
  user?: unknown;
}

/** `build` is a folder with a Dockerfile, or `{context, dockerfile}`; paths are relative to the model's folder. */
function containerOf(
  { image, network, user }: Runtime,
  build: unknown,
  folder: string,
): ContainerSpec | null {
  if (typeof image !== 'string' || image === '') return null;
  const given =
    typeof build === 'string' ? { context: build } : (build as Record<string, unknown> | undefined);
  const context = resolve(folder, String(given?.context ?? '.'));
  const dockerfile = String(given?.dockerfile ?? 'Dockerfile');
  return {
    image,
    build: existsSync(join(context, dockerfile)) ? { context, dockerfile } : null,
    network: network === 'none' || network === false ? 'none' : null,
    user: user === undefined || user === null ? null : String(user),
  };
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
