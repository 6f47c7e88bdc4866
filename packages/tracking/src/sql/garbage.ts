import { invalid } from '@orrery/core';
import { type Database, type Session, tableNames } from '@orrery/database';

/** Which of what was deleted is to go for good: all of it, or what is named. */
export interface GarbageCriteria {
  /** Deleted at this time (Unix milliseconds) or earlier. */
  before: number;
  runIds?: string[] | undefined;
  experimentIds?: string[] | undefined;
  loggedModelIds?: string[] | undefined;
}

export interface GarbageItem {
  id: string;
  name: string;
  /** Of an experiment, its own id. */
  experimentId: string;
  /** Null for experiments: others may keep artifacts at their location. */
  artifactUri: string | null;
}

export interface Garbage {
  runs: GarbageItem[];
  loggedModels: GarbageItem[];
  experiments: GarbageItem[];
}

interface Row {
  id: string;
  name: string;
  experiment_id: string;
  artifact_uri: string | null;
  lifecycle_stage: string;
  deleted_at: number | null;
}

const COMMON = 'name, CAST(experiment_id AS TEXT) AS experiment_id, lifecycle_stage';
const RUNS = `SELECT run_uuid AS id, artifact_uri, deleted_time AS deleted_at, ${COMMON} FROM runs`;
const MODELS = `SELECT model_id AS id, artifact_location AS artifact_uri, last_updated_timestamp_ms AS deleted_at,
  ${COMMON} FROM logged_models`;
const EXPERIMENTS = `SELECT CAST(experiment_id AS TEXT) AS id, NULL AS artifact_uri, last_update_time AS deleted_at,
  ${COMMON} FROM experiments`;

/** What a run, and an experiment, leave behind in tables that no foreign key clears. */
const OF_RUN = ['metrics', 'latest_metrics', 'params', 'tags'];
const OF_EXPERIMENT = [
  'trace_info',
  'online_scoring_configs',
  'experiment_tags',
  'sql_trace_rollup_rebuild_queue',
  'sql_trace_metric_daily_rollups',
  'sql_span_cost_daily_rollups',
  'sql_assessment_daily_rollups',
];

/**
 * Finds deleted runs, logged models and experiments; an experiment brings its runs and models with it.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE that lists everything named that cannot go
 */
export function findGarbage(database: Database, criteria: GarbageCriteria): Promise<Garbage> {
  return database.read(async (session) => {
    const { runIds, experimentIds, loggedModelIds, before } = criteria;
    const anyNamed = Boolean(runIds ?? experimentIds ?? loggedModelIds);
    const problems: string[] = [];
    const find = async (select: string, idColumn: string, kind: string, ids: string[] | undefined) => {
      if (ids)
        return named(session, `${select} WHERE CAST(${idColumn} AS TEXT) = ?`, kind, ids, before, problems);
      if (anyNamed) return [];
      return (await session.all<Row>(`${select} WHERE lifecycle_stage = 'deleted'`)).filter((row) =>
        isOld(row, before),
      );
    };
    const runs = await find(RUNS, 'run_uuid', 'Run', runIds);
    const loggedModels = await find(MODELS, 'model_id', 'Logged model', loggedModelIds);
    const experiments = await find(EXPERIMENTS, 'experiment_id', 'Experiment', experimentIds);
    if (problems.length > 0) throw invalid(problems.join('\n'));
    for (const { id } of experiments) {
      runs.push(...(await session.all<Row>(`${RUNS} WHERE experiment_id = ?`, [Number(id)])));
      loggedModels.push(...(await session.all<Row>(`${MODELS} WHERE experiment_id = ?`, [Number(id)])));
    }
    return { runs: items(runs), loggedModels: items(loggedModels), experiments: items(experiments) };
  });
}

export function purgeRun(database: Database, runId: string): Promise<void> {
  return database.write(async (session) => {
    for (const table of OF_RUN) await session.run(`DELETE FROM ${table} WHERE run_uuid = ?`, [runId]);
    const inputs = `SELECT input_uuid FROM inputs WHERE (destination_type = 'RUN' AND destination_id = ?)
      OR (source_type = 'RUN_OUTPUT' AND source_id = ?)`;
    await session.run(`DELETE FROM input_tags WHERE input_uuid IN (${inputs})`, [runId, runId]);
    await session.run(`DELETE FROM inputs WHERE input_uuid IN (${inputs})`, [runId, runId]);
    await session.run('DELETE FROM runs WHERE run_uuid = ?', [runId]);
  });
}

export function purgeLoggedModel(database: Database, modelId: string): Promise<void> {
  return database.write(async (session) => {
    await session.run('DELETE FROM logged_models WHERE model_id = ?', [modelId]);
  });
}

/** An experiment whose runs and models are gone already. */
export function purgeExperiment(database: Database, experimentId: string): Promise<void> {
  return database.write(async (session) => {
    const tables = await tableNames(session);
    for (const table of OF_EXPERIMENT.filter((name) => tables.has(name)))
      await session.run(`DELETE FROM ${table} WHERE experiment_id = ?`, [Number(experimentId)]);
    await session.run('DELETE FROM experiments WHERE experiment_id = ?', [Number(experimentId)]);
  });
}

async function named(
  session: Session,
  select: string,
  kind: string,
  ids: string[],
  before: number,
  problems: string[],
): Promise<Row[]> {
  const found: Row[] = [];
  for (const id of ids) {
    const row = await session.get<Row>(select, [id]);
    if (!row) problems.push(`${kind} ${id} is not there.`);
    else if (row.lifecycle_stage !== 'deleted')
      problems.push(`${kind} ${id} is not deleted; delete it first.`);
    else if (!isOld(row, before)) problems.push(`${kind} ${id} was deleted later than asked for.`);
    else found.push(row);
  }
  return found;
}

function isOld({ deleted_at }: Row, before: number): boolean {
  return (deleted_at ?? 0) <= before;
}

function items(rows: Row[]): GarbageItem[] {
  const distinct = new Map(rows.map((row) => [row.id, row]));
  return [...distinct.values()].map(({ id, name, experiment_id, artifact_uri }) => ({
    id,
    name,
    experimentId: experiment_id,
    artifactUri: artifact_uri,
  }));
}
