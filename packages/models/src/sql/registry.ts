import {
  type ModelVersion,
  OrreryError,
  type Page,
  type RegisteredModel,
  type Tag,
  type Webhook,
  type WebhookEvent,
} from '@orrery/core';
import type { Database } from '@orrery/tracking/sql';
import type {
  ModelRegistry,
  NewModelVersion,
  NewWebhook,
  SearchRegistry,
  WebhookChange,
} from '../registry.ts';
import * as check from '../validation.ts';
import * as aliases from './aliases.ts';
import * as versions from './model-versions.ts';
import * as models from './registered-models.ts';
import { searchModelVersions } from './search-model-versions.ts';
import { searchRegisteredModels } from './search-registered-models.ts';
import { deleteModelTag, deleteVersionTag, putModelTags, putVersionTags } from './tags.ts';
import * as webhooks from './webhooks.ts';

/** The registry in MLflow's schema: checks what comes in, then reads or writes it in one transaction. */
export class SqlModelRegistry implements ModelRegistry {
  readonly #database: Database;
  readonly #hasWebhooks: boolean;

  /** @param hasWebhooks false for a database of an MLflow that had none yet */
  constructor(database: Database, hasWebhooks: boolean) {
    this.#database = database;
    this.#hasWebhooks = hasWebhooks;
  }

  async createRegisteredModel(name: string, tags: Tag[], description: string): Promise<RegisteredModel> {
    check.checkModelName(name);
    tags.forEach(check.checkModelTag);
    return this.#database.write((session) => models.createRegisteredModel(session, name, tags, description));
  }

  getRegisteredModel(name: string): Promise<RegisteredModel> {
    return this.#database.read((session) => models.getRegisteredModel(session, name));
  }

  updateRegisteredModel(name: string, description: string): Promise<RegisteredModel> {
    return this.#database.write((session) => models.updateRegisteredModel(session, name, description));
  }

  async renameRegisteredModel(name: string, newName: string): Promise<RegisteredModel> {
    check.checkModelName(newName, 'new_name');
    return this.#database.write((session) => models.renameRegisteredModel(session, name, newName));
  }

  deleteRegisteredModel(name: string): Promise<void> {
    return this.#database.write((session) => models.deleteRegisteredModel(session, name));
  }

  searchRegisteredModels(search: SearchRegistry): Promise<Page<RegisteredModel>> {
    return this.#database.read((session) => searchRegisteredModels(session, search));
  }

  async setRegisteredModelTag(name: string, tag: Tag): Promise<void> {
    check.checkModelName(name);
    check.checkModelTag(tag);
    await this.#database.write(async (session) => {
      await models.findModel(session, name);
      await putModelTags(session, name, [tag]);
    });
  }

  async deleteRegisteredModelTag(name: string, key: string): Promise<void> {
    check.checkModelName(name);
    check.checkTagKey(key);
    await this.#database.write(async (session) => {
      await models.findModel(session, name);
      await deleteModelTag(session, name, key);
    });
  }

  async createModelVersion(version: NewModelVersion): Promise<ModelVersion> {
    check.checkModelName(version.name);
    version.tags.forEach(check.checkVersionTag);
    return this.#database.write((session) => versions.createModelVersion(session, version));
  }

  getModelVersion(name: string, version: string): Promise<ModelVersion> {
    return this.#database.read((session) => versions.getModelVersion(session, name, version));
  }

  async getModelVersionByAlias(name: string, alias: string): Promise<ModelVersion> {
    check.checkModelName(name);
    check.checkAlias(alias);
    return this.#database.read((session) => aliases.getByAlias(session, name, alias));
  }

  getLatestVersions(name: string, stages: string[]): Promise<ModelVersion[]> {
    return this.#database.read((session) => versions.getLatestVersions(session, name, stages));
  }

  updateModelVersion(name: string, version: string, description: string | null): Promise<ModelVersion> {
    return this.#database.write((session) =>
      versions.updateModelVersion(session, name, version, description),
    );
  }

  moveModelVersion(
    name: string,
    version: string,
    stage: string,
    archiveOthers: boolean,
  ): Promise<ModelVersion> {
    return this.#database.write((session) =>
      versions.moveModelVersion(session, name, version, stage, archiveOthers),
    );
  }

  async deleteModelVersion(name: string, version: string): Promise<void> {
    check.parseVersion(version);
    await this.#database.write((session) => versions.deleteModelVersion(session, name, version));
  }

  searchModelVersions(search: SearchRegistry): Promise<Page<ModelVersion>> {
    return this.#database.read((session) => searchModelVersions(session, search));
  }

  getDownloadUri(name: string, version: string): Promise<string> {
    return this.#database.read(async (session) => {
      const { storage_location, source } = await versions.findVersion(session, name, version);
      return storage_location || source || '';
    });
  }

  async setModelVersionTag(name: string, version: string, tag: Tag): Promise<void> {
    check.checkModelName(name);
    const number = check.parseVersion(version);
    check.checkVersionTag(tag);
    await this.#database.write(async (session) => {
      await versions.findVersion(session, name, version);
      await putVersionTags(session, name, number, [tag]);
    });
  }

  async deleteModelVersionTag(name: string, version: string, key: string): Promise<void> {
    check.checkModelName(name);
    const number = check.parseVersion(version);
    check.checkTagKey(key);
    await this.#database.write(async (session) => {
      await versions.findVersion(session, name, version);
      await deleteVersionTag(session, name, number, key);
    });
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    check.checkModelName(name);
    check.checkNewAlias(alias);
    check.parseVersion(version);
    await this.#database.write((session) => aliases.setAlias(session, name, alias, version));
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    check.checkModelName(name);
    check.checkAlias(alias);
    await this.#database.write((session) => aliases.deleteAlias(session, name, alias));
  }

  async createWebhook(webhook: NewWebhook): Promise<Webhook> {
    this.#needWebhooks();
    return this.#database.write((session) => webhooks.createWebhook(session, webhook));
  }

  async getWebhook(id: string): Promise<Webhook> {
    this.#needWebhooks();
    return this.#database.read((session) => webhooks.getWebhook(session, id));
  }

  async listWebhooks(maxResults: number, pageToken: string | null): Promise<Page<Webhook>> {
    this.#needWebhooks();
    return this.#database.read((session) => webhooks.listWebhooks(session, maxResults, pageToken));
  }

  async webhooksFor(event: WebhookEvent): Promise<Webhook[]> {
    if (!this.#hasWebhooks) return [];
    return this.#database.read((session) => webhooks.webhooksFor(session, event));
  }

  async updateWebhook(id: string, change: WebhookChange): Promise<Webhook> {
    this.#needWebhooks();
    return this.#database.write((session) => webhooks.updateWebhook(session, id, change));
  }

  async deleteWebhook(id: string): Promise<void> {
    this.#needWebhooks();
    return this.#database.write((session) => webhooks.deleteWebhook(session, id));
  }

  #needWebhooks(): void {
    if (this.#hasWebhooks) return;
    throw new OrreryError('INVALID_STATE', 'This database has no webhooks yet: run orrery db upgrade.');
  }
}
