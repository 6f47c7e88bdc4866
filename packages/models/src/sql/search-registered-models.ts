import { invalid, type Page, type RegisteredModel } from '@orrery/core';
import { decodePageToken, parseFilter, splitOrder } from '@orrery/tracking/search';
import {
  compile,
  orderBy,
  pageOf,
  pythonSet,
  type Session,
  type SortKey,
  sortColumns,
  startAt,
} from '@orrery/tracking/sql';
import { sql } from 'kysely';
import type { SearchRegistry } from '../registry.ts';
import { REGISTERED_MODELS } from '../search/grammars.ts';
import { loadModels } from './registered-models.ts';
import { MODEL_COLUMNS, type RegisteredModelRow } from './rows.ts';
import { conditions, refuseRepeated, type Searched, sortKey } from './search.ts';

const SEARCHED: Searched = {
  tagTable: 'registered_model_tags',
  isTagOf: sql`t.workspace = m.workspace AND t.name = m.name`,
  column: (attribute) => attribute,
};
const COLUMNS: Record<string, string> = {
  name: 'name',
  timestamp: 'last_updated_time',
  last_updated_timestamp: 'last_updated_time',
};

/** Registered models by name, or in the order asked for. */
export async function searchRegisteredModels(
  session: Session,
  { filter, maxResults, orderBy: clauses, pageToken }: SearchRegistry,
): Promise<Page<RegisteredModel>> {
  if (maxResults < 0) throw invalid(`Invalid value for max_results: ${maxResults}. It must not be negative.`);
  const comparisons = parseFilter(filter, REGISTERED_MODELS);
  const keys = sorting(clauses);
  const position = decodePageToken(pageToken);
  const { behind, skip } = startAt(keys, position);
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(MODEL_COLUMNS)}, ${sortColumns(keys)} FROM registered_models AS m
      WHERE ${sql.join([...conditions(SEARCHED, comparisons), behind], sql` AND `)}
      ORDER BY ${orderBy(keys)} LIMIT ${maxResults + 1} OFFSET ${skip}`,
  );
  const rows = await session.all<RegisteredModelRow>(text, parameters);
  const { items, nextPageToken } = pageOf(rows, maxResults, position.offset);
  return { items: await loadModels(session, items), nextPageToken };
}

function sorting(clauses: string[]): SortKey[] {
  const order = clauses.map((clause) => {
    const { column, ascending } = splitOrder(clause);
    const key = column.trim();
    if (Object.hasOwn(COLUMNS, key)) return { column: COLUMNS[key] as string, ascending };
    const valid = pythonSet(['name', 'timestamp']);
    throw invalid(`Invalid order by key '${key}' specified. Valid keys are '${valid}'`);
  });
  const columns = order.map(({ column }) => column);
  refuseRepeated(columns, clauses);
  const keys = order.map(({ column, ascending }) => sortKey(column, ascending));
  return columns.includes('name') ? keys : [...keys, sortKey('name', true)];
}
