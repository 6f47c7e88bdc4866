import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, postJson } from './api.ts';

export interface Dataset {
  slug: string;
  name: string;
  description: string;
  modalities: string[];
  folder: string;
  files: {
    path: string;
    bytes: number | null;
    sha256: string | null;
    schema: { rows: number | null; columns: Record<string, string> } | null;
  }[];
}

/** A hyperparameter, in JSON Schema. */
export interface Hyperparameter {
  type?: string | string[];
  enum?: (string | number | boolean | null)[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
  'x-sweepable'?: boolean;
  'x-log'?: boolean;
  'x-step'?: number;
}

export interface Model {
  slug: string;
  name: string;
  version: string;
  description: string;
  /** null for any. */
  modalities: string[] | null;
  command: string[] | null;
  image: string | null;
  schema: { properties?: Record<string, Hyperparameter> };
  folder: string;
}

export interface Pair {
  dataset: string;
  model: string;
  state: 'compatible' | 'partial' | 'incompatible';
  missing: string[];
  unused: string[];
}

export interface Problem {
  file: string;
  line?: number;
  message: string;
}

export interface Catalog {
  folders: string[];
  datasets: Dataset[];
  models: Model[];
  matrix: Pair[];
  problems: Problem[];
}

const CATALOG = '/api/workbench/catalog';

/** Datasets, models, and which of them go together. */
export function useCatalog() {
  return useQuery({
    queryKey: ['catalog'],
    queryFn: ({ signal }) => getJson<Catalog>(CATALOG, {}, signal),
  });
}

export interface Addition {
  kind: 'datasets' | 'models';
  source: string;
  slug?: string;
  name?: string;
  modalities?: string[];
  replace?: boolean;
}

/** Adds a dataset or a model from a path of the server's machine. */
export function useAddToCatalog() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, ...body }: Addition) => postJson<{ slug: string }>(`${CATALOG}/${kind}`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['catalog'] }),
  });
}

/** Holds every dataset against its checksums. */
export function useCheckCatalog() {
  return useMutation({
    mutationFn: () => postJson<{ problems: Problem[] }>(`${CATALOG}/check`, {}),
  });
}
