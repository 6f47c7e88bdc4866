export type { Comparator, Comparison, EntityType, OrderBy } from './comparison.ts';
export { SearchSyntaxError } from './error.ts';
export { parseExperimentFilter, parseRunFilter } from './filter.ts';
export { parseExperimentOrderBy, parseRunOrderBy } from './order-by.ts';
export { decodeOffsetToken, encodeOffsetToken } from './page-token.ts';
