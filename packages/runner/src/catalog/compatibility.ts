import type { DatasetEntry, ModelEntry } from './entry.ts';

/** Whether a model runs on a dataset. */
export interface Compatibility {
  /** `partial` where the dataset has kinds of data that the model leaves aside. */
  state: 'compatible' | 'partial' | 'incompatible';
  /** Kinds of data that the model needs and the dataset lacks. */
  missing: string[];
  /** Kinds of data of the dataset that the model leaves aside. */
  unused: string[];
}

/** A model needs each kind of data that it names; one that names none takes any. */
export function compatibility(
  { modalities: given }: Pick<DatasetEntry, 'modalities'>,
  { modalities: needed }: Pick<ModelEntry, 'modalities'>,
): Compatibility {
  if (needed === null) return { state: 'compatible', missing: [], unused: [] };
  const missing = without(needed, given);
  const unused = without(given, needed);
  const state = missing.length > 0 ? 'incompatible' : unused.length > 0 ? 'partial' : 'compatible';
  return { state, missing, unused };
}

/** Kinds of data that others lack; `RNA` is `rna`. */
function without(kinds: string[], others: string[]): string[] {
  const named = others.map((kind) => kind.toLowerCase());
  return kinds.filter((kind) => !named.includes(kind.toLowerCase()));
}

/** Why a pair cannot be, in words that name the kinds of data; null where it can. */
export function incompatible(dataset: DatasetEntry, model: ModelEntry): string | null {
  const { missing } = compatibility(dataset, model);
  if (missing.length === 0) return null;
  const has = dataset.modalities.join(', ') || 'no stated kind of data';
  return `${model.slug} needs ${(model.modalities ?? []).join(', ')}, but ${dataset.slug} has ${has}: ${missing.join(', ')} missing.`;
}
