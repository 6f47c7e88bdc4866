import type {
  ModelVersion,
  Page,
  RegisteredModel,
  Tag,
  Webhook,
  WebhookEvent,
  WebhookStatus,
} from '@orrery/core';

export interface NewModelVersion {
  name: string;
  /** Where the version comes from. */
  source: string;
  /** Where its files are, where that is not the source itself. */
  location: string;
  runId: string | null;
  runLink: string;
  description: string;
  tags: Tag[];
}

export interface SearchRegistry {
  filter: string;
  maxResults: number;
  orderBy: string[];
  pageToken: string | null;
}

export interface NewWebhook {
  name: string;
  url: string;
  events: WebhookEvent[];
  description: string | null;
  secret: string | null;
  status: WebhookStatus;
}

/** What is undefined stays as it is. */
export type WebhookChange = {
  [K in keyof NewWebhook]?: NewWebhook[K] | undefined;
};

/**
 * Registered models and their versions, with MLflow's rules. Versions and stages come as clients spell them.
 * A write's promise resolves when it is on disk. Every method throws OrreryError with MLflow's code and message.
 */
export interface ModelRegistry {
  createRegisteredModel(name: string, tags: Tag[], description: string): Promise<RegisteredModel>;
  getRegisteredModel(name: string): Promise<RegisteredModel>;
  updateRegisteredModel(name: string, description: string): Promise<RegisteredModel>;
  renameRegisteredModel(name: string, newName: string): Promise<RegisteredModel>;
  /** Deletes it with its versions, tags and aliases. */
  deleteRegisteredModel(name: string): Promise<void>;
  searchRegisteredModels(search: SearchRegistry): Promise<Page<RegisteredModel>>;
  setRegisteredModelTag(name: string, tag: Tag): Promise<void>;
  deleteRegisteredModelTag(name: string, key: string): Promise<void>;

  createModelVersion(version: NewModelVersion): Promise<ModelVersion>;
  getModelVersion(name: string, version: string): Promise<ModelVersion>;
  getModelVersionByAlias(name: string, alias: string): Promise<ModelVersion>;
  /** The newest version of each stage asked for; of every stage where none is. */
  getLatestVersions(name: string, stages: string[]): Promise<ModelVersion[]>;
  updateModelVersion(name: string, version: string, description: string | null): Promise<ModelVersion>;
  /** @param archiveOthers whether the versions that were at that stage are moved to Archived */
  moveModelVersion(
    name: string,
    version: string,
    stage: string,
    archiveOthers: boolean,
  ): Promise<ModelVersion>;
  deleteModelVersion(name: string, version: string): Promise<void>;
  searchModelVersions(search: SearchRegistry): Promise<Page<ModelVersion>>;
  /** The artifact URI below which a version's files are. */
  getDownloadUri(name: string, version: string): Promise<string>;
  setModelVersionTag(name: string, version: string, tag: Tag): Promise<void>;
  deleteModelVersionTag(name: string, version: string, key: string): Promise<void>;
  setAlias(name: string, alias: string, version: string): Promise<void>;
  deleteAlias(name: string, alias: string): Promise<void>;

  createWebhook(webhook: NewWebhook): Promise<Webhook>;
  getWebhook(id: string): Promise<Webhook>;
  listWebhooks(maxResults: number, pageToken: string | null): Promise<Page<Webhook>>;
  /** Those that are active and listen for an event. */
  webhooksFor(event: WebhookEvent): Promise<Webhook[]>;
  updateWebhook(id: string, change: WebhookChange): Promise<Webhook>;
  deleteWebhook(id: string): Promise<void>;
}
