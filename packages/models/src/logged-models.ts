import type { LoggedModel, LoggedModelStatus, Page, Param, Tag } from '@orrery/core';

export interface NewLoggedModel {
  experimentId: string;
  /** Empty: made up. */
  name: string;
  modelType: string;
  sourceRunId: string;
  params: Param[];
  tags: Tag[];
}

/** A data set that metrics were measured on; any of that name where the digest is absent. */
export interface DatasetFilter {
  name: string;
  digest?: string | undefined;
}

export interface LoggedModelOrder {
  /** An attribute, or `metrics.<name>`. */
  field: string;
  ascending: boolean;
  /** Of a metric: only points measured on this data set count. */
  dataset?: { name?: string | undefined; digest?: string | undefined };
}

export interface SearchLoggedModels {
  experimentIds: string[];
  filter: string;
  /** Metrics in the filter count where they were measured on one of these; any when empty. */
  datasets: DatasetFilter[];
  maxResults: number;
  orderBy: LoggedModelOrder[];
  pageToken: string | null;
}

/** Models that runs logged, with MLflow's rules. Every method throws OrreryError with MLflow's code and message. */
export interface LoggedModelStore {
  createLoggedModel(model: NewLoggedModel): Promise<LoggedModel>;
  getLoggedModel(modelId: string, deletedToo?: boolean): Promise<LoggedModel>;
  finalizeLoggedModel(modelId: string, status: LoggedModelStatus): Promise<LoggedModel>;
  deleteLoggedModel(modelId: string): Promise<void>;
  logModelParams(modelId: string, params: Param[]): Promise<void>;
  setModelTags(modelId: string, tags: Tag[]): Promise<void>;
  deleteModelTag(modelId: string, key: string): Promise<void>;
  /** Notes on a logged model that it became a version of a registered one. */
  noteRegistration(modelId: string, name: string, version: number): Promise<void>;
  searchLoggedModels(search: SearchLoggedModels): Promise<Page<LoggedModel>>;
}
