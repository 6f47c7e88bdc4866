import type { EntityType } from './comparison.ts';

/** What one kind of search may name and compare (mlflow/utils/search_utils.py, 3.17.2). */
export interface Grammar {
  /** The entity that a spelling before the dot stands for. */
  entityType: (spelling: string) => EntityType | undefined;
  entityError: (spelling: string) => string;
  filterAttributes: ReadonlySet<string>;
  orderAttributes: ReadonlySet<string>;
  orderTypes: ReadonlySet<EntityType>;
  orderTypeError: (type: EntityType) => string;
  numericAttributes: ReadonlySet<string>;
  /** Attributes that may be compared with a list. */
  listAttributes: readonly string[];
  /** What is wrong with comparing an entity with nothing (IS NULL), if anything is. */
  nullError: (type: EntityType, key: string) => string | undefined;
  /** What is wrong with a comparator, if anything is. */
  comparatorError: (type: EntityType, key: string, comparator: string) => string | undefined;
  /** The comparator as it is compared with the valid ones. */
  normalizeComparator: (comparator: string) => string;
  /** Whether a numeric attribute may be compared with a float. */
  floatAttributes: boolean;
  /** Whether a message puts clauses that are none in quotes. */
  quotesClauses: boolean;
}

export const DATASET_KEYS: ReadonlySet<string> = new Set(['name', 'digest', 'context']);
