import { invalid } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import * as messages from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

const MAX_EXPERIMENTS = 20;

export function datasetRoute(store: TrackingStore): Route {
  return {
    method: 'POST',
    path: '/experiments/search-datasets',
    async handle(request) {
      const { experiment_ids = [] } = readRequest(request, messages.SearchDatasets, {});
      if (experiment_ids.length === 0)
        throw invalid('SearchDatasets request must specify at least one experiment_id.');
      if (experiment_ids.length > MAX_EXPERIMENTS) {
        throw invalid(
          `SearchDatasets request cannot specify more than ${MAX_EXPERIMENTS} experiment_ids. ` +
            `Received ${experiment_ids.length} experiment_ids.`,
        );
      }
      const summaries = await store.searchDatasets(experiment_ids);
      if (summaries.length === 0) return {};
      return {
        dataset_summaries: summaries.map(({ experimentId, name, digest, context }) => ({
          experiment_id: experimentId,
          name,
          digest,
          context: context ?? undefined,
        })),
      };
    },
  };
}
