import { type DatasetInput, invalid, type Metric } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import { metricAnswer } from './answer.ts';
import { isArray, isFloatLike, isIntegerLike, isString, itemsHave, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import type { Values } from './message.ts';
import * as messages from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';

const byId = { run_id: [required, isString] };
const byKey = { ...byId, key: [required, isString] };

export function loggingRoutes(store: TrackingStore): Route[] {
  return [
    {
      method: 'POST',
      path: '/runs/log-metric',
      async handle(request) {
        const logged = readRequest(request, messages.LogMetric, {
          ...byKey,
          value: [required, isFloatLike],
          timestamp: [isIntegerLike, required],
          step: [isIntegerLike],
        });
        await store.logMetric(logged.run_id || logged.run_uuid || '', metric(logged));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/log-parameter',
      async handle(request) {
        const {
          run_id,
          run_uuid,
          key = '',
          value = '',
        } = readRequest(request, messages.KeyedRun, {
          ...byKey,
          value: [isString],
        });
        await store.logParam(run_id || run_uuid || '', { key, value });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/set-tag',
      async handle(request) {
        const {
          run_id,
          run_uuid,
          key = '',
          value = '',
        } = readRequest(request, messages.KeyedRun, {
          ...byKey,
          value: [isString],
        });
        await store.setTag(run_id || run_uuid || '', { key, value });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/delete-tag',
      async handle(request) {
        const { run_id = '', key = '' } = readRequest(request, messages.KeyedRun, byKey);
        await store.deleteTag(run_id, key);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/log-batch',
      async handle(request) {
        const batch = readRequest(request, messages.LogBatch, {
          run_id: [isString, required],
          metrics: [isArray, itemsHave('metrics', 'key', 'value', 'timestamp')],
          params: [isArray, itemsHave('params', 'key')],
          tags: [isArray, itemsHave('tags', 'key')],
        });
        await store.logBatch(batch.run_id ?? '', {
          metrics: (batch.metrics ?? []).map(metric),
          params: keyValues(batch.params),
          tags: keyValues(batch.tags),
        });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/log-inputs',
      async handle(request) {
        const { run_id = '', datasets = [] } = readRequest(request, messages.LogInputs, {
          ...byId,
          datasets: [isArray],
        });
        await store.logInputs(run_id, datasets.map(datasetInput));
        return {};
      },
    },
    {
      method: 'GET',
      path: '/metrics/get-history',
      async handle(request) {
        const asked = readRequest(request, messages.GetMetricHistory, {
          run_id: [isString, required],
          metric_key: [isString, required],
          page_token: [isString],
        });
        const maxResults = asked.max_results ?? null;
        if (maxResults !== null && maxResults <= 0) {
          throw invalid(
            `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be a positive integer.`,
          );
        }
        const page = await store.getMetricHistory(
          asked.run_id || asked.run_uuid || '',
          asked.metric_key ?? '',
          maxResults,
          asked.page_token || null,
        );
        return {
          metrics: page.items.length > 0 ? page.items.map(metricAnswer) : undefined,
          next_page_token: page.nextPageToken ?? undefined,
        };
      },
    },
  ];
}

function metric(logged: Partial<Metric>): Metric {
  const { key = '', value = 0, timestamp = 0, step = 0 } = logged;
  return { key, value, timestamp, step };
}

type DatasetInputValues = NonNullable<Values<typeof messages.LogInputs>['datasets']>[number];

function datasetInput({ dataset, tags }: DatasetInputValues): DatasetInput {
  return {
    dataset: {
      name: dataset?.name ?? '',
      digest: dataset?.digest ?? '',
      sourceType: dataset?.source_type ?? '',
      source: dataset?.source ?? '',
      schema: dataset?.schema ?? null,
      profile: dataset?.profile ?? null,
    },
    tags: keyValues(tags),
  };
}
