import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import type { DatasetEntry, ModelEntry } from '../catalog/entry.ts';

/** A model that a job describes itself, in place of one of the catalog. */
export interface InlineModel {
  slug: string;
  image: string;
  version?: string | number;
}

/** A dataset that a job names by its path. */
export interface InlineDataset {
  slug: string;
  path: string;
  batch_key?: string;
  cell_type_key?: string;
}

const text = { type: 'string', minLength: 1 };

/** JSON Schema of both, with what multiverse writes besides. */
export const INLINE_SCHEMA = {
  model: {
    type: 'object',
    additionalProperties: false,
    required: ['slug', 'image'],
    properties: { slug: text, image: text, version: { type: ['string', 'number'] }, contract_version: {} },
  },
  dataset: {
    type: 'object',
    additionalProperties: false,
    required: ['slug', 'path'],
    properties: { slug: text, path: text, batch_key: text, cell_type_key: text, n_vars: {}, fingerprint: {} },
  },
};

/** @param manifest the file that describes it */
export function inlineModel({ slug, image, version }: InlineModel, manifest: string): ModelEntry {
  return {
    slug,
    name: slug,
    version: String(version ?? ''),
    description: '',
    modalities: null,
    command: null,
    container: { image, build: null, entrypoint: null, network: null, user: null },
    schema: {},
    preprocessing: {},
    memoryLimit: null,
    folder: dirname(resolve(manifest)),
  };
}

/**
 * A file is all that jobs see of its folder; a folder they see whole.
 *
 * @param manifest the file that names it, to which its path is relative
 * @returns what is wrong, as text
 */
export function inlineDataset(given: InlineDataset, manifest: string): DatasetEntry | string {
  const { slug, batch_key, cell_type_key } = given;
  const path = resolve(dirname(manifest), given.path.replace(/^~(?=\/|$)/, homedir()));
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return `dataset.path: '${path}' is not there. Write it in full, or relative to the manifest.`;
  const isFile = found.isFile();
  return {
    slug,
    name: slug,
    description: '',
    modalities: [],
    folder: isFile ? dirname(path) : path,
    files: isFile ? [{ path: basename(path), bytes: null, sha256: null, schema: null }] : [],
    dataFile: isFile ? path : null,
    isRaw: false,
    isFileAlone: isFile,
    keys: { ...(batch_key && { batch_key }), ...(cell_type_key && { cell_type_key }) },
  };
}
