import { many, message, one } from './message.ts';
import { KeyValue } from './messages.ts';

/** Requests of MLflow's model registry and webhooks, by the field names of their protos (3.17.2). */

export const WebhookStatus = { values: { ACTIVE: 1, DISABLED: 2 } } as const;
export const WebhookEntity = {
  values: {
    ENTITY_UNSPECIFIED: 0,
    REGISTERED_MODEL: 1,
    MODEL_VERSION: 2,
    MODEL_VERSION_TAG: 3,
    MODEL_VERSION_ALIAS: 4,
    PROMPT: 5,
    PROMPT_VERSION: 6,
    PROMPT_TAG: 7,
    PROMPT_VERSION_TAG: 8,
    PROMPT_ALIAS: 9,
    BUDGET_POLICY: 10,
  },
} as const;
export const WebhookAction = {
  values: { ACTION_UNSPECIFIED: 0, CREATED: 1, UPDATED: 2, DELETED: 3, SET: 4, EXCEEDED: 5 },
} as const;
const WebhookEvent = message({ entity: one(WebhookEntity), action: one(WebhookAction) });

export const CreateRegisteredModel = message({
  name: one('string'),
  tags: many(KeyValue),
  description: one('string'),
  deployment_job_id: one('string'),
});
export const RenameRegisteredModel = message({ name: one('string'), new_name: one('string') });
export const UpdateRegisteredModel = message({
  name: one('string'),
  description: one('string'),
  deployment_job_id: one('string'),
});
export const RegisteredModelByName = message({ name: one('string') });
export const SearchRegistry = message({
  filter: one('string'),
  max_results: one('int64'),
  order_by: many('string'),
  page_token: one('string'),
});
export const GetLatestVersions = message({ name: one('string'), stages: many('string') });
export const RegisteredModelTag = message({ name: one('string'), key: one('string'), value: one('string') });
export const Alias = message({ name: one('string'), alias: one('string'), version: one('string') });

export const CreateModelVersion = message({
  name: one('string'),
  source: one('string'),
  run_id: one('string'),
  tags: many(KeyValue),
  run_link: one('string'),
  description: one('string'),
  model_id: one('string'),
});
export const UpdateModelVersion = message({
  name: one('string'),
  version: one('string'),
  description: one('string'),
});
export const TransitionStage = message({
  name: one('string'),
  version: one('string'),
  stage: one('string'),
  archive_existing_versions: one('bool'),
});
export const ModelVersionByNumber = message({ name: one('string'), version: one('string') });
export const ModelVersionTag = message({
  name: one('string'),
  version: one('string'),
  key: one('string'),
  value: one('string'),
});

export const CreateWebhook = message({
  name: one('string'),
  description: one('string'),
  url: one('string'),
  events: many(WebhookEvent),
  secret: one('string'),
  status: one(WebhookStatus),
});
export const UpdateWebhook = message({ webhook_id: one('string'), ...CreateWebhook.fields });
export const ListWebhooks = message({ max_results: one('int32'), page_token: one('string') });
export const TestWebhook = message({ webhook_id: one('string'), event: one(WebhookEvent) });
