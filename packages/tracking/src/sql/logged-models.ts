import { type LoggedModel, OrreryError } from '@orrery/core';
import { parseExperimentId } from '../validation.ts';
import type { Session } from './session.ts';

const STATUSES = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

interface LoggedModelRow {
  model_id: string;
  experiment_id: number;
  name: string;
  artifact_location: string;
  creation_timestamp_ms: number;
  last_updated_timestamp_ms: number;
  status: number;
  model_type: string | null;
  source_run_id: string | null;
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
  const models: LoggedModel[] = [];
  for (const id of experimentIds.map(parseExperimentId)) {
    const rows = await session.all<LoggedModelRow>(
      `SELECT model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms,
         status, model_type, source_run_id
       FROM logged_models WHERE experiment_id = ? AND lifecycle_stage = 'active' AND (? IS NULL OR name = ?)`,
      [id, name, name],
    );
    models.push(...rows.map(toLoggedModel));
  }
  return models.sort((a, b) => b.creationTime - a.creationTime);
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

function toLoggedModel(row: LoggedModelRow): LoggedModel {
  return {
    modelId: row.model_id,
    experimentId: String(row.experiment_id),
    name: row.name,
    artifactUri: row.artifact_location,
    creationTime: row.creation_timestamp_ms,
    lastUpdateTime: row.last_updated_timestamp_ms,
    status: STATUSES[row.status] ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED',
    modelType: row.model_type ?? '',
    sourceRunId: row.source_run_id ?? '',
  };
}
