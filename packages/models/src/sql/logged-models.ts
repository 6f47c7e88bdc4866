import { randomBytes } from 'node:crypto';
import { type LoggedModel, type LoggedModelStatus, OrreryError, type Param, type Tag } from '@orrery/core';
import {
  appendToLocation,
  compile,
  findActive,
  type Insert,
  inventRunName,
  pythonRepr,
  type Session,
} from '@orrery/tracking/sql';
import { type RawBuilder, sql } from 'kysely';
import type { NewLoggedModel } from '../logged-models.ts';

/** By their number in the table. */
const STATUSES: LoggedModelStatus[] = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

export const LOGGED_MODEL_COLUMNS = `model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms,
  status, status_message, model_type, source_run_id, lifecycle_stage`;

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
export interface LoggedModelRow {
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
  lifecycle_stage: 'active' | 'deleted';
}

export async function createLoggedModel(session: Session, model: NewLoggedModel): Promise<LoggedModel> {
  const experiment = await findActive(session, model.experimentId);
  const id = `m-${randomBytes(16).toString('hex')}`;
  const now = Date.now();
  await insertLoggedModel(session, {
    modelId: id,
    experimentId: String(experiment.experiment_id),
    name: model.name || inventRunName(),
    artifactUri: appendToLocation(experiment.artifact_location, `models/${id}/artifacts`),
    creationTime: now,
    lastUpdateTime: now,
    status: 'LOGGED_MODEL_PENDING',
    statusMessage: null,
    modelType: model.modelType,
    sourceRunId: model.sourceRunId,
    params: model.params,
    tags: model.tags,
  });
  return getLoggedModel(session, id);
}

/** Adds a model under the id that it has, with its params and tags. */
export async function insertLoggedModel(
  session: Session,
  model: Omit<LoggedModel, 'metrics'>,
): Promise<void> {
  await session.run(
    `INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms,
       last_updated_timestamp_ms, status, status_message, lifecycle_stage, model_type, source_run_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?)`,
    [
      model.modelId,
      Number(model.experimentId),
      model.name,
      model.artifactUri,
      model.creationTime,
      model.lastUpdateTime,
      STATUSES.indexOf(model.status),
      model.statusMessage,
      model.modelType,
      model.sourceRunId,
    ],
  );
  await logModelParams(session, model.modelId, model.params);
  await setModelTags(session, model.modelId, model.tags);
}

export async function getLoggedModel(
  session: Session,
  modelId: string,
  deletedToo = false,
): Promise<LoggedModel> {
  const row = await findModel(session, modelId);
  if (row.lifecycle_stage === 'deleted' && !deletedToo) throw notFound(modelId);
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

const REGISTRATIONS = 'mlflow.modelVersions';

/** Adds a version of a registered model to the tag in which MLflow keeps them. */
export async function noteRegistration(
  session: Session,
  modelId: string,
  name: string,
  version: number,
): Promise<void> {
  const { tags } = await getLoggedModel(session, modelId);
  const noted = tags.find(({ key }) => key === REGISTRATIONS)?.value;
  const known = noted ? (JSON.parse(noted) as { name: string; version: number }[]) : [];
  if (known.some((each) => each.name === name && each.version === version)) return;
  const listed = [...known, { name, version }].map(
    (each) => `{"name": ${JSON.stringify(each.name)}, "version": ${each.version}}`,
  );
  await setModelTags(session, modelId, [{ key: REGISTRATIONS, value: `[${listed.join(', ')}]` }]);
}

export async function deleteModelTag(session: Session, modelId: string, key: string): Promise<void> {
  await findModel(session, modelId);
  const sql = 'DELETE FROM logged_model_tags WHERE model_id = ? AND tag_key = ?';
  if ((await session.run(sql, [modelId, key])) > 0) return;
  const message = `No tag with key ${pythonRepr(key)} found for model with ID ${pythonRepr(modelId)}.`;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
}

/** The model, deleted or not. */
async function findModel(session: Session, modelId: string): Promise<LoggedModelRow> {
  const row = await session.get<LoggedModelRow>(
    `SELECT ${LOGGED_MODEL_COLUMNS} FROM logged_models WHERE model_id = ?`,
    [modelId],
  );
  if (!row) throw notFound(modelId);
  return row;
}

function notFound(modelId: string): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${modelId}' not found.`);
}

async function load(session: Session, row: LoggedModelRow): Promise<LoggedModel> {
  const [model] = await loadLoggedModels(session, [row]);
  return model as LoggedModel;
}

/** Models with all that belongs to them, in the order of their rows. */
export async function loadLoggedModels(session: Session, rows: LoggedModelRow[]): Promise<LoggedModel[]> {
  const ids = rows.map(({ model_id }) => model_id);
  const params = await ofModels<Param>(
    session,
    ids,
    sql`SELECT model_id, param_key AS key, param_value AS value
    FROM logged_model_params`,
    sql`param_key`,
  );
  const tags = await ofModels<Tag>(
    session,
    ids,
    sql`SELECT model_id, tag_key AS key, tag_value AS value
    FROM logged_model_tags`,
    sql`tag_key`,
  );
  const metrics = await ofModels<ModelMetricRow>(
    session,
    ids,
    sql`SELECT model_id, metric_name, metric_value,
    metric_timestamp_ms, metric_step, run_id, dataset_name, dataset_digest
    FROM logged_model_metrics`,
    sql`metric_name, metric_timestamp_ms, metric_step, run_id`,
  );
  return rows.map((row) => ({
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
    params: (params.get(row.model_id) ?? []).map(keyValue),
    tags: (tags.get(row.model_id) ?? []).map(keyValue),
    metrics: (metrics.get(row.model_id) ?? []).map(toModelMetric),
  }));
}

type OfModel<T> = T & { model_id: string };

async function ofModels<T>(
  session: Session,
  ids: string[],
  select: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<Map<string, OfModel<T>[]>> {
  const found = new Map<string, OfModel<T>[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const [text, parameters] = compile(
    session.dialect,
    sql`${select} WHERE model_id IN (${sql.join(ids)}) ORDER BY ${order}`,
  );
  for (const row of await session.all<OfModel<T>>(text, parameters)) found.get(row.model_id)?.push(row);
  return found;
}

function keyValue({ key, value }: Param): Param {
  return { key, value };
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

function toModelMetric(row: OfModel<ModelMetricRow>): LoggedModel['metrics'][number] {
  return {
    key: row.metric_name,
    value: row.metric_value,
    timestamp: row.metric_timestamp_ms,
    step: row.metric_step,
    modelId: row.model_id,
    runId: row.run_id,
    ...(row.dataset_name === null ? {} : { datasetName: row.dataset_name }),
    ...(row.dataset_digest === null ? {} : { datasetDigest: row.dataset_digest }),
  };
}
