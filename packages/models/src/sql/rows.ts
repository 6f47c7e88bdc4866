import type { ModelStage, ModelVersion, ModelVersionStatus, Tag } from '@orrery/core';

export interface RegisteredModelRow {
  name: string;
  creation_time: number | null;
  last_updated_time: number | null;
  description: string | null;
}

export interface ModelVersionRow extends RegisteredModelRow {
  version: number;
  user_id: string | null;
  current_stage: ModelStage;
  source: string | null;
  storage_location: string | null;
  run_id: string | null;
  run_link: string | null;
  status: ModelVersionStatus;
  status_message: string | null;
}

export const MODEL_COLUMNS = 'name, creation_time, last_updated_time, description';
export const VERSION_COLUMNS = `${MODEL_COLUMNS}, version, user_id, current_stage, source, storage_location,
  run_id, run_link, status, status_message`;

export function toModelVersion(row: ModelVersionRow, tags: Tag[], aliases: string[]): ModelVersion {
  return {
    name: row.name,
    version: row.version,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_updated_time,
    description: row.description,
    userId: row.user_id,
    stage: row.current_stage,
    source: row.source,
    runId: row.run_id,
    runLink: row.run_link,
    status: row.status,
    statusMessage: row.status_message,
    tags,
    aliases,
  };
}
