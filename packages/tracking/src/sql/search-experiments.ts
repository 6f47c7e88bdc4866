import { type Experiment, invalid, type Page, type Tag } from '@orrery/core';
import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import {
  type Comparison,
  decodeOffsetToken,
  encodeOffsetToken,
  parseExperimentFilter,
  parseExperimentOrderBy,
} from '../search/index.ts';
import type { SearchExperiments } from '../store.ts';
import { checkMaxResults, parseExperimentId } from '../validation.ts';
import { builderFor } from './builder.ts';
import { compare } from './compare.ts';
import { type ExperimentRow, type Tables, toExperiment } from './rows.ts';
import type { Session } from './session.ts';
import { stagesOf } from './stages.ts';

const DEFAULT_ORDER = ['creation_time DESC', 'experiment_id ASC'];

/** Experiments in the order asked for; newest first by default. */
export async function searchExperiments(
  session: Session,
  search: SearchExperiments,
): Promise<Page<Experiment>> {
  checkMaxResults(search.maxResults);
  const comparisons = parseExperimentFilter(search.filter);
  const order = (search.orderBy.length > 0 ? search.orderBy : DEFAULT_ORDER).map(parseExperimentOrderBy);
  const offset = decodeOffsetToken(search.pageToken);

  let query = builderFor(session.dialect)
    .selectFrom('experiments')
    .selectAll('experiments')
    .where('lifecycle_stage', 'in', stagesOf(search.viewType)) as unknown as SelectQueryBuilder<
    Tables,
    'experiments',
    ExperimentRow
  >;
  for (const comparison of comparisons) query = query.where(condition(comparison));
  for (const { key, ascending } of order) query = query.orderBy(sql.ref(key), ascending ? 'asc' : 'desc');
  if (!order.some(({ key }) => key === 'experiment_id')) query = query.orderBy('experiment_id', 'desc');
  const { sql: text, parameters } = query
    .limit(search.maxResults + 1)
    .offset(offset)
    .compile();
  const rows = await session.all<ExperimentRow>(text, parameters);
  const more = rows.length > search.maxResults;
  if (more) rows.pop();
  const tags = await tagsOf(session, rows);
  return {
    items: rows.map((row) => toExperiment(row, tags.get(row.experiment_id) ?? [])),
    nextPageToken: more ? encodeOffsetToken(offset + search.maxResults) : null,
  };
}

function condition(comparison: Comparison): Expression<SqlBool> {
  const { type, key, comparator } = comparison;
  if (type === 'attribute') return compare(sql.ref(`experiments.${key}`), attributeComparison(comparison));
  const test = comparator.startsWith('IS') ? sql`` : sql` AND ${compare(sql.ref('t.value'), comparison)}`;
  const exists = sql<SqlBool>`EXISTS (SELECT 1 FROM experiment_tags AS t
    WHERE t.experiment_id = experiments.experiment_id AND t.key = ${key}${test})`;
  return comparator === 'IS NULL' ? sql<SqlBool>`NOT ${exists}` : exists;
}

/** An experiment id is a number in the table and a string in a filter. */
function attributeComparison(comparison: Comparison): Pick<Comparison, 'comparator' | 'value'> {
  const { key, comparator, value } = comparison;
  if (key !== 'experiment_id') return comparison;
  if (!['=', '!=', 'IN', 'NOT IN'].includes(comparator)) {
    throw invalid(`Invalid comparator for experiment_id: ${comparator}`);
  }
  const number = (text: string) => parseExperimentId(text);
  return { comparator, value: Array.isArray(value) ? (value.map(number) as never) : number(String(value)) };
}

async function tagsOf(session: Session, rows: ExperimentRow[]): Promise<Map<number, Tag[]>> {
  const tags = new Map<number, Tag[]>();
  if (rows.length === 0) return tags;
  const { sql: text, parameters } = builderFor(session.dialect)
    .selectFrom('experiment_tags')
    .selectAll()
    .where(
      'experiment_id',
      'in',
      rows.map((row) => row.experiment_id),
    )
    .orderBy('key')
    .compile();
  for (const { experiment_id, key, value } of await session.all<{
    experiment_id: number;
    key: string;
    value: string;
  }>(text, parameters)) {
    tags.set(experiment_id, [...(tags.get(experiment_id) ?? []), { key, value }]);
  }
  return tags;
}
