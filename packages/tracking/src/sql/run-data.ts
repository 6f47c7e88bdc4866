import { setImmediate } from 'node:timers/promises';
import type { DatasetInput, Int64, Metric, Param, Run, Tag } from '@orrery/core';
import type { Session } from '@orrery/database';
import { METRIC_COLUMNS, type MetricRow, type RunRow, toMetric, toRunInfo } from './rows.ts';
import type { RunCache } from './run-cache.ts';

interface DatasetRow {
  run_uuid: string;
  input_uuid: string;
  name: string;
  digest: string;
  dataset_source_type: string;
  dataset_source: string;
  dataset_schema: string | null;
  dataset_profile: string | null;
  tag_name: string | null;
  tag_value: string | null;
}

interface ModelEdge {
  source_id: string;
  source_type: 'RUN_INPUT' | 'RUN_OUTPUT';
  destination_id: string;
  step: Int64;
}

/** So many runs are read at once; then others have their turn. On PostgreSQL each time is a round trip. */
const PIECE = { sqlite: 100, postgres: 500 };

/** The runs of these rows, in order; those that the cache holds are not read. */
export function loadRuns(session: Session, rows: RunRow[], cache: RunCache | null): Promise<Run[]> {
  return cache ? cache.get(rows, (missing) => readRuns(session, missing)) : readRuns(session, rows);
}

async function readRuns(session: Session, rows: RunRow[]): Promise<Run[]> {
  const runs: Run[] = [];
  const size = PIECE[session.dialect];
  for (let from = 0; from < rows.length; from += size) {
    if (from > 0) await setImmediate();
    runs.push(...(await readPiece(session, rows.slice(from, from + size))));
  }
  return runs;
}

/** Adds to each run its latest metrics, params, tags, datasets and models: five queries, however many runs. */
async function readPiece(session: Session, rows: RunRow[]): Promise<Run[]> {
  const runs = new Map<string, Run>();
  for (const row of rows) runs.set(row.run_uuid, runWith(row, []));
  const ids = [...runs.keys()];
  const [among, param] = idsParameter(session, ids);
  const [metrics, params, tags, datasets, edges] = await Promise.all([
    session.all<MetricRow & { run_uuid: string }>(
      `SELECT run_uuid, ${METRIC_COLUMNS} FROM latest_metrics WHERE run_uuid ${among}`,
      [param],
    ),
    session.all<Param & { run_uuid: string }>(
      `SELECT run_uuid, key, value FROM params WHERE run_uuid ${among}`,
      [param],
    ),
    session.all<Tag & { run_uuid: string }>(`SELECT run_uuid, key, value FROM tags WHERE run_uuid ${among}`, [
      param,
    ]),
    loadDatasets(session, among, param),
    session.all<ModelEdge>(
      `SELECT source_id, source_type, destination_id, step FROM inputs
       WHERE source_type IN ('RUN_INPUT', 'RUN_OUTPUT') AND source_id ${among}`,
      [param],
    ),
  ]);
  for (const row of metrics) runs.get(row.run_uuid)?.metrics.push(toMetric(row, row.key));
  for (const { run_uuid, key, value } of params) runs.get(run_uuid)?.params.push({ key, value });
  for (const { run_uuid, key, value } of tags) runs.get(run_uuid)?.tags.push({ key, value });
  for (const [runId, inputs] of datasets) runs.get(runId)?.datasetInputs.push(...inputs);
  for (const { source_id, source_type, destination_id, step } of edges) {
    const run = runs.get(source_id);
    if (source_type === 'RUN_INPUT') run?.modelInputs.push(destination_id);
    else run?.modelOutputs.push({ modelId: destination_id, step });
  }
  for (const run of runs.values()) {
    for (const list of [run.metrics, run.params, run.tags] as (Metric | Param | Tag)[][]) list.sort(byKey);
  }
  return [...runs.values()];
}

/** A run that has tags, and nothing else yet. */
export function runWith(row: RunRow, tags: Tag[]): Run {
  return {
    info: toRunInfo(row),
    metrics: [],
    params: [],
    tags: tags.sort(byKey),
    datasetInputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
}

async function loadDatasets(
  session: Session,
  among: string,
  param: unknown,
): Promise<Map<string, DatasetInput[]>> {
  const rows = await session.all<DatasetRow>(
    `SELECT i.destination_id AS run_uuid, i.input_uuid, d.name, d.digest, d.dataset_source_type, d.dataset_source,
       d.dataset_schema, d.dataset_profile, t.name AS tag_name, t.value AS tag_value
     FROM inputs i JOIN datasets d ON i.source_id = d.dataset_uuid
     LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid
     WHERE i.destination_type = 'RUN' AND i.destination_id ${among}`,
    [param],
  );
  const byInput = new Map<string, DatasetInput>();
  const byRun = new Map<string, DatasetInput[]>();
  for (const row of rows) {
    let input = byInput.get(row.input_uuid);
    if (!input) {
      const { name, digest } = row;
      const dataset = {
        name,
        digest,
        sourceType: row.dataset_source_type,
        source: row.dataset_source,
        schema: row.dataset_schema,
        profile: row.dataset_profile,
      };
      input = { dataset, tags: [] };
      byInput.set(row.input_uuid, input);
      byRun.set(row.run_uuid, [...(byRun.get(row.run_uuid) ?? []), input]);
    }
    if (row.tag_name !== null) input.tags.push({ key: row.tag_name, value: row.tag_value ?? '' });
  }
  return byRun;
}

/**
 * A condition on many ids that is one statement, however many, in either dialect. Behind a subquery PostgreSQL does not
 * count them while it plans, and so need not plan anew for each number of them.
 */
export function idsParameter(session: Session, ids: string[]): [condition: string, parameter: unknown] {
  return session.dialect === 'sqlite'
    ? ['IN (SELECT value FROM json_each(?))', JSON.stringify(ids)]
    : ['= ANY((SELECT CAST(? AS text[]))::text[])', ids];
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
