import type { LoggedModel, LoggedModelStatus, Page, Param, Tag } from '@orrery/core';
import type { Database } from '@orrery/tracking/sql';
import type { LoggedModelStore, NewLoggedModel, SearchLoggedModels } from '../logged-models.ts';
import { checkLoggedModelName } from '../validation.ts';
import * as models from './logged-models.ts';
import { searchLoggedModels } from './search-logged-models.ts';

/** Logged models in MLflow's schema, in the database of the runs that logged them. */
export class SqlLoggedModelStore implements LoggedModelStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async createLoggedModel(model: NewLoggedModel): Promise<LoggedModel> {
    checkLoggedModelName(model.name);
    return this.#database.write((session) => models.createLoggedModel(session, model));
  }

  getLoggedModel(modelId: string, deletedToo = false): Promise<LoggedModel> {
    return this.#database.read((session) => models.getLoggedModel(session, modelId, deletedToo));
  }

  finalizeLoggedModel(modelId: string, status: LoggedModelStatus): Promise<LoggedModel> {
    return this.#database.write((session) => models.finalizeLoggedModel(session, modelId, status));
  }

  deleteLoggedModel(modelId: string): Promise<void> {
    return this.#database.write((session) => models.deleteLoggedModel(session, modelId));
  }

  logModelParams(modelId: string, params: Param[]): Promise<void> {
    return this.#database.write((session) => models.logModelParams(session, modelId, params));
  }

  setModelTags(modelId: string, tags: Tag[]): Promise<void> {
    return this.#database.write((session) => models.setModelTags(session, modelId, tags));
  }

  deleteModelTag(modelId: string, key: string): Promise<void> {
    return this.#database.write((session) => models.deleteModelTag(session, modelId, key));
  }

  noteRegistration(modelId: string, name: string, version: number): Promise<void> {
    return this.#database.write((session) => models.noteRegistration(session, modelId, name, version));
  }

  searchLoggedModels(search: SearchLoggedModels): Promise<Page<LoggedModel>> {
    return this.#database.read((session) => searchLoggedModels(session, search));
  }
}
