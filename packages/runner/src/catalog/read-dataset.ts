import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Problem } from '../manifest/problem.ts';
import { YamlFile } from '../manifest/yaml-file.ts';
import type { DataFile, DataSchema, DatasetEntry } from './entry.ts';
import { list, record } from './values.ts';

/** Reads a `dataset.yaml`; the problems instead where something in it is wrong. */
export function readDataset(slug: string, file: string): DatasetEntry | Problem[] {
  const yaml = new YamlFile(file);
  if (yaml.problems.length > 0) return yaml.problems;
  const entry = record(yaml.value);
  const folder = dirname(file);
  const files = filesOf(entry);
  const problems = files.flatMap(({ path }): Problem[] => {
    const line = yaml.lineOf(['files']) ?? yaml.lineOf(['raw_files']) ?? yaml.lineOf(['processed_path']);
    if (relative(folder, resolve(folder, path)).startsWith('..'))
      return [{ file, line, message: `'${path}' is outside of the dataset's folder.` }];
    return existsSync(join(folder, path)) ? [] : [{ file, line, message: `'${path}' is not there.` }];
  });
  if (problems.length > 0) return problems;
  const dataFile = dataFileOf(entry, folder);
  return {
    slug,
    name: String(entry.name ?? slug),
    description: String(entry.description ?? ''),
    modalities: list(entry.omics ?? entry.modalities ?? entry.modality),
    folder,
    files,
    dataFile,
    isRaw: entry.raw_files !== undefined && dataFile === null,
    isFileAlone: false,
    keys: keysOf(record(entry.metadata_keys)),
  };
}

/** Of multiverse: what is processed already, or what its preprocessing makes of `raw_files`. */
function dataFileOf({ processed_path, raw_files }: Record<string, unknown>, folder: string): string | null {
  if (typeof processed_path === 'string') return join(folder, processed_path);
  const made = join(folder, 'data', 'processed.h5mu');
  return raw_files !== undefined && existsSync(made) ? made : null;
}

/** The documents of multiverse say `batch` and `cell_type`, its code says `batch_key` and `cell_type_key`. */
function keysOf(given: Record<string, unknown>): DatasetEntry['keys'] {
  const batch = given.batch_key ?? given.batch;
  const cellType = given.cell_type_key ?? given.cell_type;
  return {
    ...(typeof batch === 'string' && { batch_key: batch }),
    ...(typeof cellType === 'string' && { cell_type_key: cellType }),
  };
}

/** `files` with their checksums; of multiverse `raw_files` by modality, or one `processed_path`. */
function filesOf(entry: Record<string, unknown>): DataFile[] {
  const named = [...Object.values(record(entry.raw_files)), ...list(entry.processed_path)];
  const listed = Array.isArray(entry.files) ? entry.files : [];
  const paths = new Set(listed.map((one) => record(one).path));
  return [...named.filter((path) => !paths.has(path)), ...listed].map((one): DataFile => {
    const { path, bytes, sha256, columns, rows } = typeof one === 'string' ? { path: one } : record(one);
    return {
      path: String(path ?? ''),
      bytes: typeof bytes === 'number' ? bytes : null,
      sha256: typeof sha256 === 'string' ? sha256 : null,
      schema: columns
        ? { rows: typeof rows === 'number' ? rows : null, columns: record(columns) as DataSchema['columns'] }
        : null,
    };
  });
}
