export type { Comparator, Comparison, EntityType, OrderBy } from './comparison.ts';
export { SearchSyntaxError } from './error.ts';
export { parseExperimentFilter, parseRunFilter } from './filter.ts';
export { parseExperimentOrderBy, parseRunOrderBy } from './order-by.ts';
export { decodePageToken, encodePageToken, type Position, type SortValues } from './page-token.ts';
