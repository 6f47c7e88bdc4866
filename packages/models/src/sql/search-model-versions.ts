import { invalid, type ModelVersion, type Page } from '@orrery/core';
import { parseFilter, parseOrderBy } from '@orrery/tracking/search';
import { pythonSet, type Session, type SortKey } from '@orrery/tracking/sql';
import { type SqlBool, sql } from 'kysely';
import type { SearchRegistry } from '../registry.ts';
import { MODEL_VERSIONS, VERSION_ORDER } from '../search/grammars.ts';
import { DELETED } from '../stages.ts';
import { loadVersions } from './model-versions.ts';
import { type ModelVersionRow, VERSION_COLUMNS } from './rows.ts';
import { conditions, refuseRepeated, type Searched, searchPage, sortKey } from './search.ts';

const COLUMNS: Record<string, string> = {
  source_path: 'source',
  version_number: 'version',
  creation_timestamp: 'creation_time',
  last_updated_timestamp: 'last_updated_time',
};
const SEARCHED: Searched = {
  tagTable: 'model_version_tags',
  isTagOf: sql`t.workspace = m.workspace AND t.name = m.name AND t.version = m.version`,
  column: (attribute) => COLUMNS[attribute] ?? attribute,
};
const DEFAULT_ORDER = ['last_updated_timestamp DESC', 'name ASC', 'version_number DESC'];

/** Versions of registered models in the order asked for; last changed first by default. */
export async function searchModelVersions(
  session: Session,
  search: SearchRegistry,
): Promise<Page<ModelVersion>> {
  const { filter, maxResults, orderBy: clauses } = search;
  if (maxResults < 1)
    throw invalid(`Invalid value for max_results. It must be a positive integer, but got ${maxResults}`);
  const comparisons = parseFilter(filter, MODEL_VERSIONS);
  const keys = sorting(clauses.length > 0 ? clauses : DEFAULT_ORDER);
  const exists = sql<SqlBool>`m.current_stage <> ${DELETED}`;
  const from = { table: 'model_versions', columns: VERSION_COLUMNS } as const;
  const where = [...conditions(SEARCHED, comparisons), exists];
  const { items, nextPageToken } = await searchPage<ModelVersionRow>(session, from, where, keys, search);
  return { items: await loadVersions(session, items, false), nextPageToken };
}

function sorting(clauses: string[]): SortKey[] {
  const order = clauses.map((clause) => parseOrderBy(clause, MODEL_VERSIONS));
  const columns = order.map(({ key }) => {
    if (VERSION_ORDER.has(key)) return SEARCHED.column(key);
    throw invalid(`Invalid order by key '${key}' specified. Valid keys are ${pythonSet(VERSION_ORDER)}`);
  });
  refuseRepeated(columns, clauses);
  const keys = order.map(({ ascending }, index) => sortKey(columns[index] as string, ascending));
  if (!columns.includes('name')) keys.push(sortKey('name', true));
  if (!columns.includes('version')) keys.push(sortKey('version', false));
  return keys;
}
