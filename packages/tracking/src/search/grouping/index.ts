import { type Group, groupOf, type Token } from '../tokens.ts';
import { groupValues, groupWhere } from './clauses.ts';
import { attachComments, groupComments } from './comments.ts';
import { groupDelimited } from './delimited.ts';
import { type Infix, joinInfix } from './infix.ts';
import {
  alias,
  array,
  assignment,
  comparison,
  list,
  operator,
  period,
  timeZoneCast,
  typecast,
  typedLiteral,
  typedLiteralUnit,
} from './infixes.ts';
import { groupAliased, groupFunctions, groupNames, groupOrdering, groupOver } from './names.ts';

export { TooComplex } from './edit.ts';

const infix = (kind: Infix) => (statement: Group) => joinInfix(statement, kind);

/** Which structure is looked for before which: a later pass sees the groups of the earlier ones. */
const PASSES: ((statement: Group) => void)[] = [
  groupComments,
  groupDelimited,
  groupOver,
  groupFunctions,
  groupWhere,
  infix(period),
  infix(array),
  groupNames,
  groupOrdering,
  infix(typecast),
  infix(timeZoneCast),
  infix(typedLiteral),
  infix(typedLiteralUnit),
  infix(operator),
  infix(comparison),
  infix(alias),
  groupAliased,
  infix(assignment),
  attachComments,
  infix(list),
  groupValues,
];

/**
 * Reads one statement's structure as MLflow's SQL parser does, quirks included: which filters are
 * accepted, and what an error message quotes, follows from it.
 */
export function groupStatement(tokens: Token[]): Group {
  const statement = groupOf('Statement', tokens);
  for (const pass of PASSES) pass(statement);
  return statement;
}
