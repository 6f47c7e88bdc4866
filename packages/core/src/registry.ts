import type { Tag } from './tracking.ts';

export type ModelStage = 'None' | 'Staging' | 'Production' | 'Archived';
export type ModelVersionStatus = 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY';

/** One version of a registered model. Times are Unix milliseconds. */
export interface ModelVersion {
  name: string;
  version: number;
  creationTime: number | null;
  lastUpdateTime: number | null;
  description: string | null;
  userId: string | null;
  stage: ModelStage;
  /** Where it came from: an artifact URI, `runs:/…` or `models:/…`. */
  source: string | null;
  runId: string | null;
  runLink: string | null;
  status: ModelVersionStatus;
  statusMessage: string | null;
  tags: Tag[];
  aliases: string[];
}

export interface ModelAlias {
  alias: string;
  version: number;
}

/** A name in the model registry. Times are Unix milliseconds. */
export interface RegisteredModel {
  name: string;
  creationTime: number | null;
  lastUpdateTime: number | null;
  description: string | null;
  tags: Tag[];
  aliases: ModelAlias[];
  /** The newest version of each stage. */
  latestVersions: ModelVersion[];
}

export type WebhookStatus = 'ACTIVE' | 'DISABLED';

/** What a webhook listens for, e.g. `model_version` `created`. */
export interface WebhookEvent {
  entity: string;
  action: string;
}

/** A URL that is told of changes in the registry. Times are Unix milliseconds. */
export interface Webhook {
  id: string;
  name: string;
  url: string;
  description: string | null;
  events: WebhookEvent[];
  status: WebhookStatus;
  /** Signs what is sent (HMAC-SHA256); encrypted, and never shown. */
  secret: string | null;
  creationTime: number;
  lastUpdateTime: number;
}
