import { many, message, one } from './message.ts';

/** Requests of MLflow's tracking service, by the field names of its service.proto (3.17.2). */

export const ViewType = { values: { ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 } } as const;
export const RunStatus = {
  values: { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 },
} as const;

export const KeyValue = message({ key: one('string'), value: one('string') });
const MetricMessage = message({
  key: one('string'),
  value: one('double'),
  timestamp: one('int64'),
  step: one('int64'),
  dataset_name: one('string'),
  dataset_digest: one('string'),
  model_id: one('string'),
  run_id: one('string'),
});
const DatasetMessage = message({
  name: one('string'),
  digest: one('string'),
  source_type: one('string'),
  source: one('string'),
  schema: one('string'),
  profile: one('string'),
});
const DatasetInputMessage = message({ tags: many(KeyValue), dataset: one(DatasetMessage) });

export const CreateExperiment = message({
  name: one('string'),
  artifact_location: one('string'),
  tags: many(KeyValue),
});
export const ExperimentById = message({ experiment_id: one('string') });
export const GetExperimentByName = message({ experiment_name: one('string') });
export const UpdateExperiment = message({ experiment_id: one('string'), new_name: one('string') });
export const SearchExperiments = message({
  max_results: one('int64'),
  page_token: one('string'),
  filter: one('string'),
  order_by: many('string'),
  view_type: one(ViewType),
});
export const ExperimentTag = message({
  experiment_id: one('string'),
  key: one('string'),
  value: one('string'),
});
export const CreateRun = message({
  experiment_id: one('string'),
  user_id: one('string'),
  run_name: one('string'),
  start_time: one('int64'),
  tags: many(KeyValue),
});
export const RunById = message({ run_id: one('string'), run_uuid: one('string') });
export const UpdateRun = message({
  run_id: one('string'),
  run_uuid: one('string'),
  status: one(RunStatus),
  end_time: one('int64'),
  run_name: one('string'),
});
export const LogMetric = message({
  run_id: one('string'),
  run_uuid: one('string'),
  key: one('string'),
  value: one('double'),
  timestamp: one('int64'),
  step: one('int64'),
  model_id: one('string'),
  dataset_name: one('string'),
  dataset_digest: one('string'),
});
export const KeyedRun = message({
  run_id: one('string'),
  run_uuid: one('string'),
  key: one('string'),
  value: one('string'),
});
export const LogBatch = message({
  run_id: one('string'),
  metrics: many(MetricMessage),
  params: many(KeyValue),
  tags: many(KeyValue),
});
export const LogInputs = message({
  run_id: one('string'),
  datasets: many(DatasetInputMessage),
  models: many(message({ model_id: one('string') })),
});
export const LogOutputs = message({
  run_id: one('string'),
  models: many(message({ model_id: one('string'), step: one('int64') })),
});
export const LogModel = message({ run_id: one('string'), model_json: one('string') });
export const SearchRuns = message({
  experiment_ids: many('string'),
  filter: one('string'),
  run_view_type: one(ViewType),
  max_results: one('int32'),
  order_by: many('string'),
  page_token: one('string'),
});
export const GetMetricHistory = message({
  run_id: one('string'),
  run_uuid: one('string'),
  metric_key: one('string'),
  page_token: one('string'),
  max_results: one('int32'),
});
export const GetMetricHistories = message({
  run_ids: many('string'),
  metric_key: one('string'),
  start_step: one('int32'),
  end_step: one('int32'),
  max_results: one('int32'),
});
export const SearchDatasets = message({ experiment_ids: many('string') });
export const ListArtifacts = message({
  run_id: one('string'),
  run_uuid: one('string'),
  path: one('string'),
  page_token: one('string'),
});
export const CreateMultipartUpload = message({ path: one('string'), num_parts: one('int64') });
export const CompleteMultipartUpload = message({
  path: one('string'),
  upload_id: one('string'),
  parts: many(message({ part_number: one('int64'), etag: one('string'), url: one('string') })),
});
export const AbortMultipartUpload = message({ path: one('string'), upload_id: one('string') });
export const CreatePresignedUploadUrl = message({
  run_id: one('string'),
  path: one('string'),
  expiration: one('int64'),
  model_id: one('string'),
});
export const CreatePresignedDownloadUrl = message({
  run_id: one('string'),
  path: one('string'),
  expiration: one('int64'),
});
export const LoggedModelStatus = {
  values: { LOGGED_MODEL_PENDING: 1, LOGGED_MODEL_READY: 2, LOGGED_MODEL_UPLOAD_FAILED: 3 },
} as const;
export const CreateLoggedModel = message({
  experiment_id: one('string'),
  name: one('string'),
  model_type: one('string'),
  source_run_id: one('string'),
  params: many(KeyValue),
  tags: many(KeyValue),
});
export const FinalizeLoggedModel = message({ model_id: one('string'), status: one(LoggedModelStatus) });
export const LoggedModelParams = message({ model_id: one('string'), params: many(KeyValue) });
export const LoggedModelTags = message({ model_id: one('string'), tags: many(KeyValue) });
export const ListLoggedModelArtifacts = message({
  model_id: one('string'),
  artifact_directory_path: one('string'),
});
export const SearchLoggedModels = message({
  experiment_ids: many('string'),
  filter: one('string'),
  datasets: many(message({ dataset_name: one('string'), dataset_digest: one('string') })),
  max_results: one('int32'),
  order_by: many(
    message({
      field_name: one('string'),
      ascending: one('bool'),
      dataset_name: one('string'),
      dataset_digest: one('string'),
    }),
  ),
  page_token: one('string'),
});
