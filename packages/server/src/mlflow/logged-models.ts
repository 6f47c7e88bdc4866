import { searchLoggedModelsNeed } from '@orrery/access';
import type { LoggedModelStatus } from '@orrery/core';
import type { LoggedModelStore } from '@orrery/models';
import type { FastifyRequest } from 'fastify';
import { readablePage } from '../access/readable.ts';
import { listArtifacts } from '../artifacts/list.ts';
import type { ArtifactPlaces } from '../artifacts/places.ts';
import { loggedModelAnswer } from './answer.ts';
import { isArray, isIntegerLike, isString, isStringArray, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import * as messages from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

export function loggedModelRoutes(store: LoggedModelStore, places: ArtifactPlaces): Route[] {
  return [
    {
      method: 'POST',
      path: '/logged-models',
      async handle(request) {
        const asked = readRequest(request, messages.CreateLoggedModel, {
          experiment_id: [isString, required],
          name: [isString],
          model_type: [isString],
          source_run_id: [isString],
          params: [isArray],
          tags: [isArray],
        });
        const model = await store.createLoggedModel({
          experimentId: asked.experiment_id ?? '',
          name: asked.name ?? '',
          modelType: asked.model_type ?? '',
          sourceRunId: asked.source_run_id ?? '',
          params: keyValues(asked.params),
          tags: keyValues(asked.tags),
        });
        return { model: loggedModelAnswer(model) };
      },
    },
    {
      method: 'POST',
      path: '/logged-models/search',
      async handle(request) {
        const asked = readRequest(request, messages.SearchLoggedModels, {
          experiment_ids: [isArray, isStringArray, required],
          filter: [isString],
          datasets: [isArray],
          max_results: [isIntegerLike],
          order_by: [isArray],
          page_token: [isString],
        });
        const search = {
          experimentIds: asked.experiment_ids ?? [],
          filter: asked.filter ?? '',
          datasets: (asked.datasets ?? []).map(({ dataset_name = '', dataset_digest }) => ({
            name: dataset_name,
            digest: dataset_digest || undefined,
          })),
          maxResults: asked.max_results ?? 50,
          orderBy: (asked.order_by ?? []).map((order) => ({
            field: order.field_name ?? '',
            ascending: order.ascending ?? true,
            dataset: { name: order.dataset_name, digest: order.dataset_digest },
          })),
          pageToken: asked.page_token || null,
        };
        const { items, nextPageToken } = await readablePage(
          request,
          search,
          (one) => store.searchLoggedModels(one),
          searchLoggedModelsNeed,
        );
        return {
          models: items.length > 0 ? items.map(loggedModelAnswer) : undefined,
          next_page_token: nextPageToken ?? undefined,
        };
      },
    },
    {
      method: 'GET',
      path: '/logged-models/:model_id',
      async handle(request) {
        const { allow_deleted } = request.query as { allow_deleted?: string };
        const deletedToo = allow_deleted?.toLowerCase() === 'true';
        const model = await store.getLoggedModel(inPath(request).model_id, deletedToo);
        return { model: loggedModelAnswer(model) };
      },
    },
    {
      method: 'PATCH',
      path: '/logged-models/:model_id',
      async handle(request) {
        const { model_id = '', status } = readRequest(request, messages.FinalizeLoggedModel, {
          model_id: [isString, required],
          status: [isIntegerLike, required],
        });
        const model = await store.finalizeLoggedModel(model_id, status as LoggedModelStatus);
        return { model: loggedModelAnswer(model) };
      },
    },
    {
      method: 'DELETE',
      path: '/logged-models/:model_id',
      async handle(request) {
        await store.deleteLoggedModel(inPath(request).model_id);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/logged-models/:model_id/params',
      async handle(request) {
        const { params } = readRequest(request, messages.LoggedModelParams, {
          model_id: [isString, required],
          params: [isArray],
        });
        await store.logModelParams(inPath(request).model_id, keyValues(params));
        return {};
      },
    },
    {
      method: 'PATCH',
      path: '/logged-models/:model_id/tags',
      async handle(request) {
        const { tags } = readRequest(request, messages.LoggedModelTags, { tags: [isArray] });
        await store.setModelTags(inPath(request).model_id, keyValues(tags));
        return {};
      },
    },
    {
      method: 'DELETE',
      path: '/logged-models/:model_id/tags/:tag_key',
      async handle(request) {
        const { model_id, tag_key = '' } = inPath(request);
        await store.deleteModelTag(model_id, tag_key);
        return {};
      },
    },
    {
      method: 'GET',
      path: '/logged-models/:model_id/artifacts/directories',
      async handle(request) {
        const { artifact_directory_path = '' } = readRequest(request, messages.ListLoggedModelArtifacts, {
          artifact_directory_path: [isString],
        });
        const { artifactUri } = await store.getLoggedModel(inPath(request).model_id);
        return listArtifacts(artifactUri, artifact_directory_path, places);
      },
    },
  ];
}

function inPath(request: FastifyRequest): { model_id: string; tag_key?: string } {
  return request.params as { model_id: string; tag_key?: string };
}
