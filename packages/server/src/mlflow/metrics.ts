import { invalid } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyRequest } from 'fastify';
import { runMetricAnswer } from './answer.ts';
import { atMostItems, isArray, isIntegerLike, isString, isStringArray, required, within } from './checks.ts';
import * as messages from './messages.ts';
import { readRequest } from './request.ts';
import type { Route } from './route.ts';
import { historyJson } from './run-json.ts';

const MAX_RUNS = 100;
const MAX_POINTS = 25_000;
const MAX_POINTS_PER_RUN = 2500;

export function metricRoutes(store: TrackingStore): Route[] {
  return [
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
        return historyJson(page);
      },
    },
    {
      method: 'GET',
      path: '/metrics/get-history-bulk',
      async handle(request) {
        const { runIds, key, maxResults } = readBulk(request);
        const metrics = await store.getMetricHistories(runIds, key, maxResults);
        return { metrics: metrics.map(runMetricAnswer) };
      },
    },
    {
      method: 'GET',
      path: '/metrics/get-history-bulk-interval',
      async handle(request) {
        const asked = readRequest(request, messages.GetMetricHistories, {
          run_ids: [
            required,
            isArray,
            isStringArray,
            atMostItems(
              MAX_RUNS,
              (count) =>
                `GetMetricHistoryBulkInterval request must specify at most ${MAX_RUNS} run_ids. ` +
                `Received ${count} run_ids.`,
            ),
          ],
          metric_key: [required, isString],
          start_step: [isIntegerLike],
          end_step: [isIntegerLike],
          max_results: [
            isIntegerLike,
            within(1, MAX_POINTS_PER_RUN, `max_results must be between 1 and ${MAX_POINTS_PER_RUN}.`),
          ],
        });
        const metrics = await store.sampleMetricHistories(
          asked.run_ids ?? [],
          asked.metric_key ?? '',
          asked.max_results ?? MAX_POINTS_PER_RUN,
          interval(asked.start_step, asked.end_step),
        );
        return metrics.length > 0 ? { metrics: metrics.map(runMetricAnswer) } : {};
      },
    },
  ];
}

function interval(start: number | undefined, end: number | undefined): [number, number] | null {
  if (start === undefined && end === undefined) return null;
  if (start === undefined || end === undefined)
    throw invalid('If either start step or end step are specified, both must be specified.');
  if (start > end) {
    throw invalid(`end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`);
  }
  return [start, end];
}

function readBulk(request: FastifyRequest): { runIds: string[]; key: string; maxResults: number } {
  const query = request.query as Record<string, string | string[] | undefined>;
  const runIds = [query.run_id ?? []].flat();
  if (runIds.length === 0) throw invalid('GetMetricHistoryBulk request must specify at least one run_id.');
  if (runIds.length > MAX_RUNS) {
    throw invalid(
      `GetMetricHistoryBulk request cannot specify more than ${MAX_RUNS} run_ids. ` +
        `Received ${runIds.length} run_ids.`,
    );
  }
  const [key] = [query.metric_key].flat();
  if (key === undefined) throw invalid('GetMetricHistoryBulk request must specify a metric_key.');
  const [asked = String(MAX_POINTS)] = [query.max_results ?? []].flat();
  const maxResults = Number(asked);
  if (!Number.isInteger(maxResults) || maxResults < 0)
    throw invalid(`max_results must be a whole number of points; '${asked}' is none.`);
  return { runIds, key, maxResults: Math.min(maxResults, MAX_POINTS) };
}
