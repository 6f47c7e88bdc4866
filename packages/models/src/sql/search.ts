import { OrreryError, type Page } from '@orrery/core';
import { type Comparison, decodePageToken } from '@orrery/tracking/search';
import {
  compare,
  compile,
  orderBy,
  pageOf,
  pythonRepr,
  type Session,
  type SortKey,
  sortColumns,
  startAt,
} from '@orrery/tracking/sql';
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { SearchRegistry } from '../registry.ts';

const PROMPT_KEY = 'mlflow.prompt.is_prompt';

/** What is searched, as `m`, and the table of its tags. */
export interface Searched {
  tagTable: 'registered_model_tags' | 'model_version_tags';
  /** What makes a row `t` of that table a tag of the row `m`. */
  isTagOf: RawBuilder<SqlBool>;
  /** The column that an attribute of the grammar stands for. */
  column: (attribute: string) => string;
}

/** What holds for the rows that a filter means. Prompts are found only where it asks for them. */
export function conditions(searched: Searched, filter: Comparison[]): Expression<SqlBool>[] {
  const { tagTable, isTagOf, column } = searched;
  const forPrompts = asksForPrompts(filter);
  const tag = (each: Comparison) => sql<SqlBool>`EXISTS (SELECT 1 FROM ${sql.table(tagTable)} AS t
    WHERE ${isTagOf} AND t.key = ${each.key} AND ${compare(sql.ref('t.value'), each)})`;
  const named = filter
    .filter(({ type, key }) => forPrompts || type !== 'tag' || key !== PROMPT_KEY)
    .map((each) => (each.type === 'tag' ? tag(each) : compare(sql.ref(`m.${column(each.key)}`), each)));
  const noPrompt = sql<SqlBool>`NOT EXISTS (SELECT 1 FROM ${sql.table(tagTable)} AS p
    WHERE p.workspace = m.workspace AND p.name = m.name AND p.key = ${PROMPT_KEY} AND p.value = 'true')`;
  return [sql<SqlBool>`m.workspace = 'default'`, ...named, ...(forPrompts ? [] : [noPrompt])];
}

function asksForPrompts(filter: Comparison[]): boolean {
  const asked = filter.find(({ type, key }) => type === 'tag' && key === PROMPT_KEY);
  if (typeof asked?.value !== 'string') return false;
  const value = asked.value.toLowerCase();
  return (asked.comparator === '=' && value === 'true') || (asked.comparator === '!=' && value === 'false');
}

/** One page of the rows of a table that hold all that `where` says, and the token of the next. */
export async function searchPage<R extends object>(
  session: Session,
  from: { table: 'registered_models' | 'model_versions'; columns: string },
  where: Expression<SqlBool>[],
  keys: SortKey[],
  { maxResults, pageToken }: Pick<SearchRegistry, 'maxResults' | 'pageToken'>,
): Promise<Page<R>> {
  const position = decodePageToken(pageToken);
  const { behind, skip } = startAt(keys, position);
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(from.columns)}, ${sortColumns(keys)} FROM ${sql.table(from.table)} AS m
      WHERE ${sql.join([...where, behind], sql` AND `)}
      ORDER BY ${orderBy(keys)} LIMIT ${maxResults + 1} OFFSET ${skip}`,
  );
  return pageOf(await session.all<R>(text, parameters), maxResults, position.offset);
}

/** Sorts by columns of `m`; what has no time counts as oldest. */
export function sortKey(column: string, ascending: boolean): SortKey {
  const value = column.endsWith('_time')
    ? sql`coalesce(${sql.ref(`m.${column}`)}, 0)`
    : sql.ref(`m.${column}`);
  return { value, direction: ascending ? 'asc' : 'desc' };
}

/** @throws OrreryError where two clauses order by one column */
export function refuseRepeated(columns: string[], clauses: string[]): void {
  if (new Set(columns).size === columns.length) return;
  const shown = clauses.map(pythonRepr).join(', ');
  throw new OrreryError('INTERNAL_ERROR', `\`order_by\` contains duplicate fields: [${shown}]`);
}
