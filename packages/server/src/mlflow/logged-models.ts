import type { LoggedModel } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import { isString, isStringArray, required } from './checks.ts';
import { SearchLoggedModels } from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

export function loggedModelRoute(store: TrackingStore): Route {
  return {
    method: 'POST',
    path: '/logged-models/search',
    async handle(request) {
      const { experiment_ids = [], filter = '' } = readRequest(request, SearchLoggedModels, {
        experiment_ids: [isStringArray, required],
        filter: [isString],
      });
      const models = await store.searchLoggedModels(experiment_ids, filter);
      return models.length > 0 ? { models: models.map(modelAnswer) } : {};
    },
  };
}

function modelAnswer(model: LoggedModel) {
  return {
    info: {
      model_id: model.modelId,
      experiment_id: model.experimentId,
      name: model.name,
      creation_timestamp_ms: model.creationTime,
      last_updated_timestamp_ms: model.lastUpdateTime,
      artifact_uri: model.artifactUri,
      status: model.status,
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
    },
    data: {},
  };
}
