import { randomBytes } from 'node:crypto';
import {
  type LoggedModel,
  type LoggedModelStatus,
  type Metric,
  OrreryError,
  type Param,
  type Tag,
} from '@orrery/core';
import { sql } from 'kysely';
import { pythonRepr } from '../python-repr.ts';
import { inventRunName } from '../run-name.ts';
import type { NewLoggedModel } from '../store.ts';
import { parseExperimentId } from '../validation.ts';
import { compile } from './builder.ts';
import { idsAmong } from './compare.ts';
import { findActive } from './experiments.ts';
import { storedValue } from './rows.ts';
import { appendToLocation } from './runs.ts';
import type { Insert, Session } from './session.ts';

/** By their number in the table. */
const STATUSES: LoggedModelStatus[] = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

const COLUMNS = `model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms,
  status, status_message, model_type, source_run_id`;

const PARAMS: Insert = {
  table: 'logged_model_params',
  columns: { model_id: 'text', experiment_id: 'int8', param_key: 'text', param_value: 'text' },
  conflict: '',
};
const TAGS: Insert = {
  table: 'logged_model_tags',
  columns: { model_id: 'text', experiment_id: 'int8', tag_key: 'text', tag_value: 'text' },
  conflict: 'ON CONFLICT (model_id, tag_key) DO UPDATE SET tag_value = excluded.tag_value',
};
const METRICS: Insert = {
  table: 'logged_model_metrics',
  columns: {
    model_id: 'text',
    metric_name: 'text',
    metric_timestamp_ms: 'int8',
    metric_step: 'int8',
    metric_value: 'float8',
    experiment_id: 'int8',
    run_id: 'text',
    dataset_name: 'text',
    dataset_digest: 'text',
  },
  conflict: 'ON CONFLICT DO NOTHING',
};

interface LoggedModelRow {
  model_id: string;
  experiment_id: number;
  name: string;
  artifact_location: string;
  creation_timestamp_ms: number;
  last_updated_timestamp_ms: number;
  status: number;
  status_message: string | null;
  model_type: string | null;
  source_run_id: string | null;
}

export async function createLoggedModel(session: Session, model: NewLoggedModel): Promise<LoggedModel> {
  const experiment = await findActive(session, model.experimentId);
  const id = `m-${randomBytes(16).toString('hex')}`;
  const now = Date.now();
  const location = appendToLocation(experiment.artifact_location, `models/${id}/artifacts`);
  await session.run(
    `INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms,
       last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?)`,
    [
      id,
      experiment.experiment_id,
      model.name || inventRunName(),
      location,
      now,
      now,
      STATUSES.indexOf('LOGGED_MODEL_PENDING'),
      model.modelType,
      model.sourceRunId,
    ],
  );
  await logModelParams(session, id, model.params);
  await setModelTags(session, id, model.tags);
  return getLoggedModel(session, id);
}

export async function getLoggedModel(session: Session, modelId: string): Promise<LoggedModel> {
  const row = await session.get<LoggedModelRow>(
    `SELECT ${COLUMNS} FROM logged_models WHERE model_id = ? AND lifecycle_stage <> 'deleted'`,
    [modelId],
  );
  if (!row) throw notFound(modelId);
  return load(session, row);
}

export async function finalizeLoggedModel(
  session: Session,
  modelId: string,
  status: LoggedModelStatus,
): Promise<LoggedModel> {
  await findModel(session, modelId);
  await session.run('UPDATE logged_models SET status = ?, last_updated_timestamp_ms = ? WHERE model_id = ?', [
    STATUSES.indexOf(status),
    Date.now(),
    modelId,
  ]);
  return load(session, await findModel(session, modelId));
}

export async function deleteLoggedModel(session: Session, modelId: string): Promise<void> {
  await findModel(session, modelId);
  await session.run(
    `UPDATE logged_models SET lifecycle_stage = 'deleted', last_updated_timestamp_ms = ? WHERE model_id = ?`,
    [Date.now(), modelId],
  );
}

export async function logModelParams(session: Session, modelId: string, params: Param[]): Promise<void> {
  const { experiment_id } = await findModel(session, modelId);
  await session.insert(
    PARAMS,
    params.map(({ key, value }) => [modelId, experiment_id, key, value]),
  );
}

export async function setModelTags(session: Session, modelId: string, tags: Tag[]): Promise<void> {
  const { experiment_id } = await findModel(session, modelId);
  const last = new Map(tags.map(({ key, value }) => [key, value]));
  await session.insert(
    TAGS,
    [...last].map(([key, value]) => [modelId, experiment_id, key, value]),
  );
}

export async function deleteModelTag(session: Session, modelId: string, key: string): Promise<void> {
  await findModel(session, modelId);
  const sql = 'DELETE FROM logged_model_tags WHERE model_id = ? AND tag_key = ?';
  if ((await session.run(sql, [modelId, key])) > 0) return;
  const message = `No tag with key ${pythonRepr(key)} found for model with ID ${pythonRepr(modelId)}.`;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
}

/** Keeps what a run measured on models beside the models themselves. */
export async function logModelMetrics(
  session: Session,
  runId: string,
  experimentId: number,
  metrics: Metric[],
): Promise<void> {
  await session.insert(
    METRICS,
    metrics.map((metric) => [
      metric.modelId,
      metric.key,
      metric.timestamp,
      metric.step,
      storedValue(metric.value).value,
      experimentId,
      runId,
      metric.datasetName ?? null,
      metric.datasetDigest ?? null,
    ]),
  );
}

/**
 * The logged models of some experiments, newest first. MLflow's client asks for those of one name whenever it
 * lists a folder of a run's artifacts.
 *
 * @param filter empty, or `name = '…'`
 * @throws OrreryError NOT_IMPLEMENTED for any other filter
 */
export async function searchLoggedModels(
  session: Session,
  experimentIds: string[],
  filter: string,
): Promise<LoggedModel[]> {
  const name = modelName(filter);
  const named = name === null ? sql`` : sql`AND name = ${name}`;
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(COLUMNS)} FROM logged_models
      WHERE ${idsAmong(sql.ref('experiment_id'), experimentIds.map(parseExperimentId))}
        AND lifecycle_stage = 'active' ${named}
      ORDER BY creation_timestamp_ms DESC, model_id`,
  );
  const rows = await session.all<LoggedModelRow>(text, parameters);
  const models: LoggedModel[] = [];
  for (const row of rows) models.push(await load(session, row));
  return models;
}

function modelName(filter: string): string | null {
  if (filter.trim() === '') return null;
  const match = /^\s*(?:attributes?\.)?name\s*=\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*$/i.exec(
    filter,
  );
  if (match) return match[1] ?? match[2] ?? '';
  const message = `Logged models can be searched with name = '…' only; this filter is not supported: ${filter}`;
  throw new OrreryError('NOT_IMPLEMENTED', message);
}

/** The model, deleted or not. */
async function findModel(session: Session, modelId: string): Promise<LoggedModelRow> {
  const row = await session.get<LoggedModelRow>(`SELECT ${COLUMNS} FROM logged_models WHERE model_id = ?`, [
    modelId,
  ]);
  if (!row) throw notFound(modelId);
  return row;
}

function notFound(modelId: string): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${modelId}' not found.`);
}

async function load(session: Session, row: LoggedModelRow): Promise<LoggedModel> {
  const id = [row.model_id];
  return {
    modelId: row.model_id,
    experimentId: String(row.experiment_id),
    name: row.name,
    artifactUri: row.artifact_location,
    creationTime: row.creation_timestamp_ms,
    lastUpdateTime: row.last_updated_timestamp_ms,
    status: STATUSES[row.status] ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED',
    statusMessage: row.status_message,
    modelType: row.model_type,
    sourceRunId: row.source_run_id,
    params: await session.all<Param>(
      'SELECT param_key AS key, param_value AS value FROM logged_model_params WHERE model_id = ? ORDER BY param_key',
      id,
    ),
    tags: await session.all<Tag>(
      'SELECT tag_key AS key, tag_value AS value FROM logged_model_tags WHERE model_id = ? ORDER BY tag_key',
      id,
    ),
    metrics: (
      await session.all<ModelMetricRow>(
        `SELECT metric_name, metric_value, metric_timestamp_ms, metric_step, run_id, dataset_name, dataset_digest
         FROM logged_model_metrics WHERE model_id = ? ORDER BY metric_name, metric_timestamp_ms, metric_step`,
        id,
      )
    ).map((metric) => toModelMetric(row.model_id, metric)),
  };
}

interface ModelMetricRow {
  metric_name: string;
  metric_value: number;
  metric_timestamp_ms: number;
  metric_step: number;
  run_id: string;
  dataset_name: string | null;
  dataset_digest: string | null;
}

function toModelMetric(modelId: string, row: ModelMetricRow): LoggedModel['metrics'][number] {
  return {
    key: row.metric_name,
    value: row.metric_value,
    timestamp: row.metric_timestamp_ms,
    step: row.metric_step,
    modelId,
    runId: row.run_id,
    ...(row.dataset_name === null ? {} : { datasetName: row.dataset_name }),
    ...(row.dataset_digest === null ? {} : { datasetDigest: row.dataset_digest }),
  };
}
