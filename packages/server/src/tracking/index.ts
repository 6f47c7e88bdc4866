import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { searchRunsNeed } from '@orrery/access';
import type { SqlTrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { readableBy } from '../access/readable.ts';
import { runAnswer } from '../mlflow/answer.ts';
import { guessPrimary } from '../runs/varying.ts';
import { ActivityAnswer, RunsAnswer, RunsBody, SeriesAnswer, SeriesBody } from './schemas.ts';
import { seriesJson } from './series-json.ts';

const tags = ['tracking'];

/** What pages of runs read at once, where MLflow's API answers for one run or one metric at a time. */
export async function trackingRoutes(
  instance: FastifyInstance,
  { store }: { store: SqlTrackingStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.post(
    '/api/tracking/runs',
    { schema: { tags, summary: 'Many runs by their ids', body: RunsBody, response: { 200: RunsAnswer } } },
    async ({ body: { run_ids } }) => {
      const runs = await store.getRuns(run_ids);
      const known = new Set(runs.map(({ info }) => info.runId));
      return {
        runs: runs.map(runAnswer),
        missing: run_ids.filter((id) => !known.has(id)),
        primary: guessPrimary(runs) ?? null,
      };
    },
  );

  app.get(
    '/api/tracking/experiments',
    { schema: { tags, summary: 'How many runs each experiment has', response: { 200: ActivityAnswer } } },
    async (request) => {
      const mayRead = readableBy(request, searchRunsNeed);
      const found = (await store.runActivity()).filter(({ experimentId }) => mayRead(experimentId));
      return {
        experiments: found.map(({ experimentId, runs, running, lastTime }) => ({
          experiment_id: experimentId,
          runs,
          running,
          last_time: lastTime,
        })),
      };
    },
  );

  app.post(
    '/api/tracking/series',
    {
      schema: {
        tags,
        summary: 'Histories of metrics as charts draw them, extremes kept',
        body: SeriesBody,
        response: { 200: SeriesAnswer },
      },
    },
    async ({ body: { run_ids, metrics, axis = 'step', from, to, points = 500 } }) => {
      const range = from === undefined && to === undefined ? null : ([from ?? -MOST, to ?? MOST] as const);
      const query = { runIds: run_ids, keys: metrics, axis: AXES[axis], range, points };
      return { series: (await store.metricSeries(query)).map(seriesJson) };
    },
  );
}

const AXES = { step: 'step', time: 'timestamp' } as const;
const MOST = Number.MAX_SAFE_INTEGER;
