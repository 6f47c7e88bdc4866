export type EntityType = 'metric' | 'parameter' | 'tag' | 'attribute' | 'dataset';

export type Comparator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

/** One condition of a filter; a filter holds where all of its comparisons hold. */
export interface Comparison {
  type: EntityType;
  key: string;
  comparator: Comparator;
  /** A list for IN and NOT IN, null for IS NULL and IS NOT NULL. */
  value: string | number | string[] | null;
}

export interface OrderBy {
  type: EntityType;
  key: string;
  ascending: boolean;
}
