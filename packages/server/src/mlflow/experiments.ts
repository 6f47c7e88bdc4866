import { experimentNeed } from '@orrery/access';
import type { TrackingStore } from '@orrery/tracking';
import { readablePage } from '../access/readable.ts';
import type { HostPolicy } from '../artifacts/hosts.ts';
import { experimentAnswer } from './answer.ts';
import { isArray, isIntegerLike, isString, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import * as messages from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

const byId = { experiment_id: [required, isString] };

/** @param hosts which artifact locations an experiment may name */
export function experimentRoutes(store: TrackingStore, hosts: HostPolicy): Route[] {
  return [
    {
      method: 'POST',
      path: '/experiments/create',
      async handle(request) {
        const {
          name = '',
          artifact_location = '',
          tags,
        } = readRequest(request, messages.CreateExperiment, {
          name: [required, isString],
          artifact_location: [isString],
          tags: [isArray],
        });
        hosts.check(artifact_location, 'artifact_location');
        return { experiment_id: await store.createExperiment(name, artifact_location, keyValues(tags)) };
      },
    },
    {
      method: 'GET',
      path: '/experiments/get',
      async handle(request) {
        const { experiment_id = '' } = readRequest(request, messages.ExperimentById, byId);
        return { experiment: experimentAnswer(await store.getExperiment(experiment_id)) };
      },
    },
    {
      method: 'GET',
      path: '/experiments/get-by-name',
      async handle(request) {
        const { experiment_name = '' } = readRequest(request, messages.GetExperimentByName, {
          experiment_name: [required, isString],
        });
        return { experiment: experimentAnswer(await store.getExperimentByName(experiment_name)) };
      },
    },
    {
      method: ['GET', 'POST'],
      path: '/experiments/search',
      async handle(request) {
        const search = readRequest(request, messages.SearchExperiments, {
          view_type: [isIntegerLike],
          max_results: [isIntegerLike],
          order_by: [isArray],
          filter: [isString],
          page_token: [isString],
        });
        const page = await readablePage(
          request,
          {
            filter: search.filter ?? '',
            viewType: search.view_type ?? 'ACTIVE_ONLY',
            maxResults: Number(search.max_results ?? 0),
            orderBy: search.order_by ?? [],
            pageToken: search.page_token || null,
          },
          (one) => store.searchExperiments(one),
          ({ experimentId }) => experimentNeed(experimentId, 'read'),
        );
        return {
          experiments: page.items.length > 0 ? page.items.map(experimentAnswer) : undefined,
          next_page_token: page.nextPageToken ?? undefined,
        };
      },
    },
    {
      method: 'POST',
      path: '/experiments/update',
      async handle(request) {
        const { experiment_id = '', new_name = '' } = readRequest(request, messages.UpdateExperiment, {
          ...byId,
          new_name: [isString, required],
        });
        await store.renameExperiment(experiment_id, new_name);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/experiments/delete',
      async handle(request) {
        await store.deleteExperiment(readRequest(request, messages.ExperimentById, byId).experiment_id ?? '');
        return {};
      },
    },
    {
      method: 'POST',
      path: '/experiments/restore',
      async handle(request) {
        await store.restoreExperiment(
          readRequest(request, messages.ExperimentById, byId).experiment_id ?? '',
        );
        return {};
      },
    },
    {
      method: 'POST',
      path: '/experiments/set-experiment-tag',
      async handle(request) {
        const {
          experiment_id = '',
          key = '',
          value = '',
        } = readRequest(request, messages.ExperimentTag, {
          ...byId,
          key: [required, isString],
          value: [isString],
        });
        await store.setExperimentTag(experiment_id, { key, value });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/experiments/delete-experiment-tag',
      async handle(request) {
        const { experiment_id = '', key = '' } = readRequest(request, messages.ExperimentTag, {
          ...byId,
          key: [required, isString],
        });
        await store.deleteExperimentTag(experiment_id, key);
        return {};
      },
    },
  ];
}
