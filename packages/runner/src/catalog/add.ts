import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { invalid } from '@orrery/core';
import { parseDocument } from 'yaml';
import { ManifestError, type Problem } from '../manifest/problem.ts';
import type { Checksums } from './checksum.ts';
import { readDataSchema } from './data-schema.ts';
import type { DatasetEntry, ModelEntry } from './entry.ts';
import { readDataset } from './read-dataset.ts';
import { readModel } from './read-model.ts';

const ENTRY = 'dataset.yaml';
const LEFT_OUT = /(^|\/)(\.git|\.venv|__pycache__|\.DS_Store)(\/|$)/;

/** How something is added to a catalog; what is not given is taken from its own YAML file or its name. */
export interface Addition {
  /** A folder, or for a dataset a single file. */
  source: string;
  slug?: string | undefined;
  name?: string | undefined;
  description?: string | undefined;
  modalities?: string[] | undefined;
  /** Take the place of what has this slug already. */
  replace?: boolean | undefined;
}

/**
 * Copies a dataset into a catalog and writes down of each file its size, SHA-256, columns and types.
 *
 * @throws OrreryError where it cannot be read, or its slug is taken
 */
export async function addDataset(
  catalog: string,
  given: Addition,
  checksums: Checksums,
): Promise<DatasetEntry> {
  const source = sourceOf(given.source);
  const place = placeOf(catalog, 'datasets', source, given);
  copy(source, place.work);
  await describe(place.work, basename(place.folder), given, checksums);
  return settle(place, (file) => readDataset(basename(place.folder), file), ENTRY);
}

/**
 * Copies a model's folder, which has a `model.yaml`, into a catalog.
 *
 * @throws OrreryError where something is wrong with the model, or its slug is taken
 */
export function addModel(catalog: string, given: Addition): ModelEntry {
  const source = sourceOf(given.source);
  if (!existsSync(join(source, 'model.yaml')))
    throw invalid(`${source} has no model.yaml, which says how the model is started; see docs/manifest.md.`);
  const place = placeOf(catalog, 'models', source, given);
  copy(source, place.work);
  return settle(place, (file) => readModel(basename(place.folder), file), 'model.yaml');
}

/** Writes the entry of a dataset anew, keeping what else stands in it. */
async function describe(folder: string, slug: string, given: Addition, checksums: Checksums): Promise<void> {
  const file = join(folder, ENTRY);
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : 'name: null');
  const set = (key: string, value: unknown) => {
    if (value !== undefined) document.set(key, document.createNode(value));
  };
  set('name', given.name ?? document.get('name') ?? slug);
  set('slug', slug);
  set('omics', given.modalities);
  set('description', given.description);
  const files = [];
  for (const path of filesBelow(folder).filter((one) => one !== ENTRY)) {
    const full = join(folder, path);
    const schema = await readDataSchema(full);
    const facts = { path, bytes: statSync(full).size, sha256: await checksums.of(full) };
    files.push({
      ...facts,
      ...(schema?.rows && { rows: schema.rows }),
      ...(schema && { columns: schema.columns }),
    });
  }
  set('files', files);
  writeFileSync(file, document.toString({ lineWidth: 120 }));
}

interface Place {
  /** Where it will stand. */
  folder: string;
  /** Where it is made ready: beside that, or in place where the source stands there already. */
  work: string;
}

function sourceOf(source: string): string {
  if (!existsSync(source)) throw invalid(`${source} is not there.`);
  return realpathSync(source);
}

function placeOf(catalog: string, kind: string, source: string, { slug, replace }: Addition): Place {
  const name = slug ?? slugOf(basename(source, statSync(source).isFile() ? extname(source) : ''));
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name))
    throw invalid(`'${name}' is no slug: letters, digits, '-', '_' and '.'; give one with --slug.`);
  const folder = join(catalog, kind, name);
  if (existsSync(folder) && !replace)
    throw invalid(`${folder} is there already; --replace takes its place, --slug gives another name.`);
  if (existsSync(folder) && realpathSync(folder) === source) return { folder, work: folder };
  const work = join(catalog, kind, `.${name}.part`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  return { folder, work };
}

/** Moves what is ready to its place; leaves nothing behind that cannot be read. */
function settle<T extends object>(
  { folder, work }: Place,
  read: (file: string) => T | Problem[],
  name: string,
): T {
  const entry = read(join(work, name));
  if (Array.isArray(entry)) {
    if (work !== folder) rmSync(work, { recursive: true });
    throw new ManifestError(entry);
  }
  if (work !== folder) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  }
  return read(join(folder, name)) as T;
}

function slugOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '_');
}

function copy(source: string, folder: string): void {
  if (source === folder || source === realpathSync(folder)) return;
  if (statSync(source).isFile()) {
    cpSync(source, join(folder, basename(source)));
    return;
  }
  cpSync(source, folder, {
    recursive: true,
    dereference: true,
    filter: (path) => !LEFT_OUT.test(relative(source, path)),
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
