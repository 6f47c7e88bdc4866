import { invalid, type Page, type RegisteredModel } from '@orrery/core';
import { parseFilter, splitOrder } from '@orrery/tracking/search';
import { pythonSet, type Session, type SortKey } from '@orrery/tracking/sql';
import { sql } from 'kysely';
import type { SearchRegistry } from '../registry.ts';
import { REGISTERED_MODELS } from '../search/grammars.ts';
import { loadModels } from './registered-models.ts';
import { MODEL_COLUMNS, type RegisteredModelRow } from './rows.ts';
import { conditions, refuseRepeated, type Searched, searchPage, sortKey } from './search.ts';

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
  search: SearchRegistry,
): Promise<Page<RegisteredModel>> {
  const { filter, maxResults, orderBy: clauses } = search;
  if (maxResults < 0) throw invalid(`Invalid value for max_results: ${maxResults}. It must not be negative.`);
  const comparisons = parseFilter(filter, REGISTERED_MODELS);
  const keys = sorting(clauses);
  const from = { table: 'registered_models', columns: MODEL_COLUMNS } as const;
  const where = conditions(SEARCHED, comparisons);
  const { items, nextPageToken } = await searchPage<RegisteredModelRow>(session, from, where, keys, search);
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
