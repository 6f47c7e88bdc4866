import type { DatasetInput, Metric } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import { isArray, isFloatLike, isIntegerLike, isString, itemsHave, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import type { Values } from './message.ts';
import * as messages from './messages.ts';
import { modelEntry } from './model-entry.ts';
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
        const {
          run_id = '',
          datasets = [],
          models = [],
        } = readRequest(request, messages.LogInputs, { ...byId, datasets: [isArray], models: [isArray] });
        await store.logInputs(run_id, datasets.map(datasetInput), models.map(modelId));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/outputs',
      async handle(request) {
        const { run_id = '', models = [] } = readRequest(request, messages.LogOutputs, {
          ...byId,
          models: [required, isArray],
        });
        const outputs = models.map((model) => ({ modelId: modelId(model), step: model.step ?? 0 }));
        await store.logOutputs(run_id, outputs);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/log-model',
      async handle(request) {
        const { run_id = '', model_json = '' } = readRequest(request, messages.LogModel, {
          run_id: [isString, required],
          model_json: [isString, required],
        });
        await store.recordModel(run_id, modelEntry(model_json));
        return {};
      },
    },
  ];
}

type MetricValues = Values<typeof messages.LogMetric>;

function metric(logged: Omit<MetricValues, 'run_id' | 'run_uuid'>): Metric {
  const { key = '', value = 0, timestamp = 0, step = 0 } = logged;
  if (!logged.model_id) return { key, value, timestamp, step };
  return {
    key,
    value,
    timestamp,
    step,
    modelId: logged.model_id,
    ...(logged.dataset_name ? { datasetName: logged.dataset_name } : {}),
    ...(logged.dataset_digest ? { datasetDigest: logged.dataset_digest } : {}),
  };
}

function modelId({ model_id = '' }: { model_id?: string }): string {
  return model_id;
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
