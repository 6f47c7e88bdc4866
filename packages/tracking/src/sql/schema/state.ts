import { columnNames, type Session, schemaRevision, tableNames } from '@orrery/database';
import { isKnownRevision, SCHEMA_REVISION } from './revisions.ts';

/** What the store reads and writes, as far as older databases may lack it. */
const NEEDED: Record<string, string[]> = {
  experiments: ['experiment_id', 'name', 'artifact_location', 'creation_time', 'last_update_time'],
  experiment_tags: ['experiment_id', 'key', 'value'],
  runs: ['run_uuid', 'name', 'status', 'start_time', 'end_time', 'artifact_uri', 'deleted_time'],
  metrics: ['run_uuid', 'key', 'value', 'timestamp', 'step', 'is_nan'],
  latest_metrics: ['run_uuid', 'key', 'value', 'timestamp', 'step', 'is_nan'],
  params: ['run_uuid', 'key', 'value'],
  tags: ['run_uuid', 'key', 'value'],
  datasets: ['dataset_uuid', 'experiment_id', 'name', 'digest', 'dataset_schema', 'dataset_profile'],
  inputs: ['input_uuid', 'source_type', 'source_id', 'destination_type', 'destination_id', 'step'],
  input_tags: ['input_uuid', 'name', 'value'],
  logged_models: ['model_id', 'experiment_id', 'name', 'status', 'status_message', 'source_run_id'],
  logged_model_params: ['model_id', 'param_key', 'param_value'],
  logged_model_tags: ['model_id', 'tag_key', 'tag_value'],
  logged_model_metrics: ['model_id', 'metric_name', 'metric_value', 'run_id', 'dataset_name'],
};

export type SchemaState =
  /** No table of MLflow's is there. */
  | { kind: 'empty' }
  /** All that the store needs is there; `revision` may be older than ours. */
  | { kind: 'serves'; revision: string }
  /** An older MLflow made it; `missing` is what the store needs beyond it. */
  | { kind: 'old'; revision: string; missing: string[] }
  /** A newer MLflow made it, or something else. */
  | { kind: 'unknown'; revision: string | null };

export async function schemaState(session: Session): Promise<SchemaState> {
  const tables = await tableNames(session);
  const isEmpty =
    session.dialect === 'sqlite'
      ? tables.size === 0
      : !tables.has('alembic_version') && !tables.has('experiments');
  if (isEmpty) return { kind: 'empty' };
  const revision = tables.has('alembic_version') ? await schemaRevision(session) : null;
  if (revision === null || !isKnownRevision(revision) || !tables.has('experiments'))
    return { kind: 'unknown', revision };
  const missing: string[] = [];
  for (const [table, columns] of Object.entries(NEEDED)) {
    if (!tables.has(table)) missing.push(table);
    else {
      const present = await columnNames(session, table);
      missing.push(...columns.filter((column) => !present.has(column)).map((column) => `${table}.${column}`));
    }
  }
  return missing.length > 0 ? { kind: 'old', revision, missing } : { kind: 'serves', revision };
}

export function isNewest(state: SchemaState): boolean {
  return state.kind === 'serves' && state.revision === SCHEMA_REVISION;
}
