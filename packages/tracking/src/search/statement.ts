import { groupStatement } from './grouping/index.ts';
import { tokenize } from './lexer.ts';
import { splitStatements } from './split.ts';
import type { Group } from './tokens.ts';

/** Reads text as SQL. Throws TooComplex beyond the bounds of `grouping/edit.ts`. */
export function readStatements(text: string): Group[] {
  return splitStatements(tokenize(text)).map(groupStatement);
}
