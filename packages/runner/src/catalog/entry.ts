import type { ContainerSpec } from '../executors/executor.ts';

/** A dataset of the catalog. */
export interface DatasetEntry {
  slug: string;
  name: string;
  description: string;
  /** What kinds of data it has; a model says which it needs. */
  modalities: string[];
  folder: string;
  /** What its entry promises of its files; empty where it promises nothing. */
  files: DataFile[];
  /** The one file, by its full path, that models of multiverse read; null where there is none. */
  dataFile: string | null;
  /** Of multiverse, before its preprocessing has made that file. */
  isRaw: boolean;
  /** Named by a manifest: its folder is none of the dataset's, and jobs do not see it. */
  isFileAlone: boolean;
  /** The columns of its observations that say which batch and which type of cell each is of. */
  keys: { batch_key?: string; cell_type_key?: string };
}

/** A file of a dataset, as it was when the dataset was added. */
export interface DataFile {
  /** Relative to the dataset's folder. */
  path: string;
  bytes: number | null;
  sha256: string | null;
  /** Null where the format is not one that is read. */
  schema: DataSchema | null;
}

/** What a table or an array is made of. */
export interface DataSchema {
  /** Null where the format does not tell without reading all of it. */
  rows: number | null;
  /** Type of each column by name. */
  columns: Record<string, string>;
}

/** A model of the catalog. */
export interface ModelEntry {
  slug: string;
  name: string;
  version: string;
  description: string;
  /** Kinds of data that it needs, or null for any. */
  modalities: string[] | null;
  /** What starts it; null where its image knows. */
  command: string[] | null;
  /** Null where it has no image. */
  container: ContainerSpec | null;
  /** JSON Schema of its hyperparameters. */
  schema: HyperparameterSchema;
  /** Defaults of the preprocessing that it does, which a job may override. */
  preprocessing: Record<string, unknown>;
  /** What a container of it may use where a job does not say: `512m`, `2g`. */
  memoryLimit: string | number | null;
  folder: string;
}

export interface HyperparameterSchema {
  properties?: Record<string, Record<string, unknown>>;
  [keyword: string]: unknown;
}
