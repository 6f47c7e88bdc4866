import { searchRunsNeed } from '@orrery/access';
import { isRunId, type Tag } from '@orrery/core';
import type { NewRun, RunChange, TrackingStore } from '@orrery/tracking';
import type { FastifyRequest } from 'fastify';
import { readableBy } from '../access/readable.ts';
import { runAnswer, runInfoAnswer } from './answer.ts';
import { atMost, isArray, isIntegerLike, isString, isStringArray, required } from './checks.ts';
import { keyValues } from './key-values.ts';
import * as messages from './messages.ts';
import { isObject } from './read.ts';
import { fromBody, readRequest } from './request.ts';
import type { Route } from './route.ts';
import { foundRunsJson } from './run-json.ts';

const byId = { run_id: [required, isString] };

export function runRoutes(store: TrackingStore): Route[] {
  return [
    {
      method: 'POST',
      path: '/runs/create',
      async handle(request) {
        const created = readRequest(request, messages.CreateRun, {
          experiment_id: [isString],
          start_time: [isIntegerLike],
          run_name: [isString],
        });
        const run: NewRun = {
          experimentId: created.experiment_id ?? '',
          userId: created.user_id ?? '',
          startTime: created.start_time ?? 0,
          tags: keyValues(created.tags) as Tag[],
          runName: created.run_name ?? '',
          ...chosenRunId(request),
        };
        const { outputs: _none, ...answer } = runAnswer(await store.createRun(run));
        return { run: answer };
      },
    },
    {
      method: 'GET',
      path: '/runs/get',
      async handle(request) {
        const { run_id, run_uuid } = readRequest(request, messages.RunById, byId);
        return { run: runAnswer(await store.getRun(run_id || run_uuid || '')) };
      },
    },
    {
      method: 'POST',
      path: '/runs/update',
      async handle(request) {
        const update = readRequest(request, messages.UpdateRun, {
          ...byId,
          end_time: [isIntegerLike],
          status: [isString],
          run_name: [isString],
        });
        const change: RunChange = {};
        if (update.status !== undefined) change.status = update.status;
        if (update.end_time !== undefined) change.endTime = update.end_time;
        if (update.run_name !== undefined) change.runName = update.run_name;
        return {
          run_info: runInfoAnswer(await store.updateRun(update.run_id || update.run_uuid || '', change)),
        };
      },
    },
    {
      method: 'POST',
      path: '/runs/delete',
      async handle(request) {
        await store.deleteRun(readRequest(request, messages.RunById, byId).run_id ?? '');
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/restore',
      async handle(request) {
        await store.restoreRun(readRequest(request, messages.RunById, byId).run_id ?? '');
        return {};
      },
    },
    {
      method: 'POST',
      path: '/runs/search',
      async handle(request) {
        const search = readRequest(request, messages.SearchRuns, {
          experiment_ids: [isArray],
          filter: [isString],
          max_results: [isIntegerLike, atMost(50000)],
          order_by: [isArray, isStringArray],
        });
        const found = await store.searchRuns({
          experimentIds: (search.experiment_ids ?? []).filter(readableBy(request, searchRunsNeed)),
          filter: search.filter ?? '',
          viewType: search.run_view_type ?? 'ACTIVE_ONLY',
          maxResults: search.max_results ?? 1000,
          orderBy: search.order_by ?? [],
          pageToken: search.page_token || null,
        });
        return foundRunsJson(found);
      },
    },
  ];
}

/** Orrery's own clients name the run themselves, so that a create can be repeated; see docs/wire.md. */
function chosenRunId(request: FastifyRequest): { runId: string } | undefined {
  const body = fromBody(request);
  const runId = isObject(body) ? body.run_id : undefined;
  return typeof runId === 'string' && isRunId(runId) ? { runId } : undefined;
}
