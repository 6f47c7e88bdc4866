export { columnNames, type Database, type Insert, type Session, tableNames } from '@orrery/database';
export { pythonFloat, pythonRepr, pythonSet } from '../python-repr.ts';
export { inventRunName } from '../run-name.ts';
export { checkLength, checkName, checkSameAsFile, invalidValue, parseExperimentId } from '../validation.ts';
export { compile } from './builder.ts';
export { compare, idsAmong } from './compare.ts';
export { findActive } from './experiments.ts';
export { nullsLast, orderBy, pageOf, type SortKey, sortColumns, startAt } from './keyset.ts';
export { appendToLocation } from './runs.ts';
