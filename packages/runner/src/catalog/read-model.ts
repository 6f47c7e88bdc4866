import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { ContainerSpec } from '../executors/executor.ts';
import { schemaFault } from '../manifest/check-schema.ts';
import type { Problem } from '../manifest/problem.ts';
import { YamlFile } from '../manifest/yaml-file.ts';
import type { HyperparameterSchema, ModelEntry } from './entry.ts';
import { list, record } from './values.ts';

/** Reads a `model.yaml` and the schema that it names; the problems instead where something in them is wrong. */
export function readModel(slug: string, file: string): ModelEntry | Problem[] {
  const yaml = new YamlFile(file);
  if (yaml.problems.length > 0) return yaml.problems;
  const entry = record(yaml.value);
  const folder = dirname(file);
  const problems: Problem[] = [];
  const report = (path: string[], message: string) =>
    problems.push({ file, line: yaml.lineOf(path), message });

  const runtime = record(entry.runtime);
  const words = typeof runtime.command === 'string' ? ['sh', '-c', runtime.command] : runtime.command;
  const command = Array.isArray(words) && words.length > 0 ? words.map(String) : null;
  const container = containerOf(runtime, entry.build, folder);
  if (!command && !container) {
    const missing = 'runtime names neither a command, for the local executor, nor an image, for docker.';
    const images =
      'apptainer: images of Apptainer are run by no executor here; add runtime.image or runtime.command.';
    if (entry.apptainer && !entry.runtime) report(['apptainer'], images);
    else report(['runtime'], missing);
  }
  const memory = record(entry.resources).memory_limit as string | number | null | undefined;
  const supported = list(entry.supported_omics ?? entry.modalities ?? 'any').map((kind) =>
    /^any$/i.test(kind) ? 'any' : kind,
  );
  if (supported.includes('any') && supported.length > 1)
    report(['supported_omics'], `supported_omics: 'any' stands alone, or name the kinds of data.`);
  const schema = readSchema(findSchema(folder, entry.hyperparameters_schema));
  if ('problem' in schema) problems.push(schema.problem);
  if (problems.length > 0 || 'problem' in schema) return problems;
  return {
    slug,
    name: String(entry.name ?? slug),
    version: String(entry.version ?? ''),
    description: String(entry.description ?? ''),
    modalities: supported.includes('any') ? null : supported,
    command,
    container,
    schema: schema.value,
    preprocessing: record(entry.preprocessing),
    memoryLimit: memory === undefined || memory === null ? null : memory,
    folder,
  };
}

/** `build` is a folder with a Dockerfile, or `{context, dockerfile}`; paths are relative to the model's folder. */
function containerOf(
  { image, entrypoint, network, user }: Record<string, unknown>,
  build: unknown,
  folder: string,
): ContainerSpec | null {
  if (typeof image !== 'string' || image === '') return null;
  const given = typeof build === 'string' ? { context: build } : record(build);
  const context = resolve(folder, String(given.context ?? '.'));
  const dockerfile = String(given.dockerfile ?? 'Dockerfile');
  return {
    image,
    build: existsSync(join(context, dockerfile)) ? { context, dockerfile } : null,
    entrypoint: Array.isArray(entrypoint) && entrypoint.length > 0 ? entrypoint.map(String) : null,
    network: network === 'none' || network === false ? 'none' : null,
    user: user === undefined || user === null ? null : String(user),
  };
}

/** Beside the model, or, as multiverse writes it, relative to the repository that the catalog is in. */
function findSchema(folder: string, named: unknown): string {
  const path = String(named ?? 'hyperparameters.schema.json');
  const places = [join(folder, path)];
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above))
    places.push(join(above, path));
  places.push(join(folder, basename(path)));
  return places.find((place) => existsSync(place)) ?? (named ? (places[0] as string) : '');
}

function readSchema(file: string): { value: HyperparameterSchema } | { problem: Problem } {
  if (file === '') return { value: {} };
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as HyperparameterSchema;
    const fault = schemaFault(value);
    return fault ? { problem: { file, message: `is no JSON Schema: ${fault}` } } : { value };
  } catch (error) {
    const message = (error as NodeJS.ErrnoException).code
      ? 'is not there, but the model names it.'
      : `is not JSON: ${(error as Error).message}`;
    return { problem: { file, message } };
  }
}
