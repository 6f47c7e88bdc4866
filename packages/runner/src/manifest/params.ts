import type { ModelEntry } from '../catalog/entry.ts';
import { defaultsOf } from '../catalog/search-space.ts';
import { record } from '../catalog/values.ts';
import type { JobEntry, Origin } from './manifest.ts';

/** The params of a job, and where each comes from. */
export interface ResolvedParams {
  params: Record<string, unknown>;
  origins: Record<string, Origin>;
  /** Those that are given as a range or as choices to search, as multiverse writes it. */
  ranges: Record<string, unknown>;
}

/** A job's params over those of the matrix, of the globals, and the defaults of the model's schema. */
export function resolveParams(entry: JobEntry, model: ModelEntry, onlyDefaults: boolean): ResolvedParams {
  const known = model.schema.properties ?? {};
  const params: Record<string, unknown> = { ...defaultsOf(model.schema) };
  const origins: Record<string, Origin> = {};
  const ranges: Record<string, unknown> = {};
  for (const name of Object.keys(params)) origins[name] = 'default';
  if (onlyDefaults) return { params, origins, ranges };
  for (const { origin, values } of [...entry.model_params].reverse()) {
    for (const [name, value] of Object.entries(values)) {
      if (origin !== 'job' && !(name in known)) continue;
      if (isRange(value) && known[name]?.type !== 'object') ranges[name] = value;
      else {
        params[name] = value;
        origins[name] = origin;
        delete ranges[name];
      }
    }
  }
  return { params, origins, ranges };
}

function isRange(value: unknown): boolean {
  const { type, distribution } = record(value);
  return typeof (type ?? distribution) === 'string';
}
