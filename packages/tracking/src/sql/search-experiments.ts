import { type Experiment, invalid, type Page, type Tag } from '@orrery/core';
import type { Session } from '@orrery/database';
import { type Expression, type SqlBool, sql } from 'kysely';
import {
  type Comparison,
  decodePageToken,
  parseExperimentFilter,
  parseExperimentOrderBy,
} from '../search/index.ts';
import type { SearchExperiments } from '../store.ts';
import { checkMaxResults, parseExperimentId } from '../validation.ts';
import { compile } from './builder.ts';
import { compare, idsAmong } from './compare.ts';
import { orderBy, pageOf, type SortKey, sortColumns, startAt } from './keyset.ts';
import { EXPERIMENT_COLUMNS, type ExperimentRow, toExperiment } from './rows.ts';
import { stagesOf } from './stages.ts';

const DEFAULT_ORDER = ['creation_time DESC', 'experiment_id ASC'];

/** Experiments in the order asked for; newest first by default. */
export async function searchExperiments(
  session: Session,
  search: SearchExperiments,
): Promise<Page<Experiment>> {
  checkMaxResults(search.maxResults);
  const comparisons = parseExperimentFilter(search.filter);
  const keys = sorting(search.orderBy.length > 0 ? search.orderBy : DEFAULT_ORDER);
  const position = decodePageToken(search.pageToken);
  const { behind, skip } = startAt(keys, position);
  const conditions = [
    sql<SqlBool>`lifecycle_stage IN (${sql.join(stagesOf(search.viewType))})`,
    ...comparisons.map(condition),
    behind,
  ];
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(EXPERIMENT_COLUMNS)}, ${sortColumns(keys)} FROM experiments
      WHERE ${sql.join(conditions, sql` AND `)}
      ORDER BY ${orderBy(keys)} LIMIT ${search.maxResults + 1} OFFSET ${skip}`,
  );
  const rows = await session.all<ExperimentRow>(text, parameters);
  const { items, nextPageToken } = pageOf(rows, search.maxResults, position.offset);
  const tags = await tagsOf(session, items);
  return { items: items.map((row) => toExperiment(row, tags.get(row.experiment_id) ?? [])), nextPageToken };
}

/** Nulls count as smallest. */
function sorting(clauses: string[]): SortKey[] {
  const order = clauses.map(parseExperimentOrderBy);
  const keys = order.flatMap(({ key, ascending }): SortKey[] => {
    const direction = ascending ? 'asc' : 'desc';
    return [
      { value: sql`${sql.ref(key)} IS NOT NULL`, direction },
      { value: sql.ref(key), direction },
    ];
  });
  if (!order.some(({ key }) => key === 'experiment_id'))
    keys.push({ value: sql.ref('experiment_id'), direction: 'desc' });
  return keys;
}

function condition(comparison: Comparison): Expression<SqlBool> {
  const { type, key, comparator } = comparison;
  if (type === 'attribute')
    return key === 'experiment_id'
      ? idCondition(comparison)
      : compare(sql.ref(`experiments.${key}`), comparison);
  const test = comparator.startsWith('IS') ? sql`` : sql` AND ${compare(sql.ref('t.value'), comparison)}`;
  const exists = sql<SqlBool>`EXISTS (SELECT 1 FROM experiment_tags AS t
    WHERE t.experiment_id = experiments.experiment_id AND t.key = ${key}${test})`;
  return comparator === 'IS NULL' ? sql<SqlBool>`NOT ${exists}` : exists;
}

/** An experiment id is a number in the table and a string in a filter. */
function idCondition({ comparator, value }: Comparison): Expression<SqlBool> {
  if (!['=', '!=', 'IN', 'NOT IN'].includes(comparator)) {
    throw invalid(`Invalid comparator for experiment_id: ${comparator}`);
  }
  const among = idsAmong(
    sql.ref('experiments.experiment_id'),
    [value].flat().map((id) => parseExperimentId(String(id))),
  );
  return comparator === '=' || comparator === 'IN' ? among : sql<SqlBool>`NOT ${among}`;
}

async function tagsOf(session: Session, rows: ExperimentRow[]): Promise<Map<number, Tag[]>> {
  const tags = new Map<number, Tag[]>();
  if (rows.length === 0) return tags;
  const ids = idsAmong(
    sql.ref('experiment_id'),
    rows.map((row) => row.experiment_id),
  );
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT experiment_id, key, value FROM experiment_tags WHERE ${ids} ORDER BY key`,
  );
  for (const { experiment_id, key, value } of await session.all<Tag & { experiment_id: number }>(
    text,
    parameters,
  )) {
    tags.set(experiment_id, [...(tags.get(experiment_id) ?? []), { key, value }]);
  }
  return tags;
}
