import { type Expression, type SqlBool, sql } from 'kysely';
import type { Comparison } from '../search/index.ts';
import type { SearchRuns } from '../store.ts';
import { parseExperimentId } from '../validation.ts';
import { compare, idsAmong } from './compare.ts';
import { stagesOf } from './stages.ts';

/** Where the values of each kind are. */
export const ENTITY = { metric: 'latest_metrics', parameter: 'params', tag: 'tags' } as const;

/** What holds for the runs of these experiments and this stage that pass all comparisons. */
export function runConditions(
  { experimentIds, viewType }: Pick<SearchRuns, 'experimentIds' | 'viewType'>,
  comparisons: Comparison[],
): Expression<SqlBool>[] {
  return [
    idsAmong(sql.ref('runs.experiment_id'), experimentIds.map(parseExperimentId)),
    sql<SqlBool>`runs.lifecycle_stage IN (${sql.join(stagesOf(viewType))})`,
    ...comparisons.map(condition),
  ];
}

function condition(comparison: Comparison): Expression<SqlBool> {
  const { type, key, comparator } = comparison;
  if (type === 'attribute') {
    if (key === 'run_name') return holds('tags', 'mlflow.runName', compare(sql.ref('e.value'), comparison));
    return compare(sql.ref(`runs.${attributeColumn(key)}`), comparison);
  }
  if (type === 'dataset') return datasetCondition(comparison);
  if (comparator === 'IS NULL') return sql<SqlBool>`NOT ${holds(ENTITY[type], key)}`;
  if (comparator === 'IS NOT NULL') return holds(ENTITY[type], key);
  const test = compare(sql.ref('e.value'), comparison);
  if (type !== 'metric') return holds(ENTITY[type], key, test);
  // A NaN is stored as 0 with a flag: it differs from every number and compares with none.
  const nan = sql<SqlBool>`e.is_nan = ${sql.lit(true)}`;
  const notNan = sql<SqlBool>`e.is_nan = ${sql.lit(false)}`;
  return holds(
    ENTITY.metric,
    key,
    comparator === '!=' ? sql<SqlBool>`(${test} OR ${nan})` : sql<SqlBool>`${test} AND ${notNan}`,
  );
}

function holds(table: string, key: string, test?: Expression<SqlBool>): Expression<SqlBool> {
  const rest = test ? sql` AND ${test}` : sql``;
  return sql<SqlBool>`EXISTS (SELECT 1 FROM ${sql.table(table)} AS e
    WHERE e.run_uuid = runs.run_uuid AND e.key = ${key}${rest})`;
}

function datasetCondition(comparison: Comparison): Expression<SqlBool> {
  const test =
    comparison.key === 'context'
      ? sql<SqlBool>`EXISTS (SELECT 1 FROM input_tags AS t WHERE t.input_uuid = i.input_uuid
          AND t.name = 'mlflow.data.context' AND ${compare(sql.ref('t.value'), comparison)})`
      : compare(sql.ref(`d.${comparison.key}`), comparison);
  return sql<SqlBool>`EXISTS (SELECT 1 FROM inputs AS i JOIN datasets AS d ON d.dataset_uuid = i.source_id
    WHERE i.destination_id = runs.run_uuid AND ${test})`;
}

/** The column of `runs` that holds an attribute. */
export function attributeColumn(key: string): string {
  return { run_name: 'name', run_id: 'run_uuid' }[key] ?? key;
}
