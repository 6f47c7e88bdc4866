import type { Comparison, EntityType } from './comparison.ts';
import type { Node } from './tokens.ts';

type Value = NonNullable<Comparison['value']>;

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
  /** Reads what an entity is compared with, where that differs from runs. Throws SearchSyntaxError. */
  readValue?: (type: EntityType, key: string, node: Node, grammar: Grammar) => Value;
  /** Turns a value that was read into the one to compare with, after the comparator was checked. */
  checkValue?: (type: EntityType, key: string, value: Comparison['value'], position: number) => Value | null;
  /** Whether a message puts clauses that are none in quotes. */
  quotesClauses: boolean;
}

export const DATASET_KEYS: ReadonlySet<string> = new Set(['name', 'digest', 'context']);
