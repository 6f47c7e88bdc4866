import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { inThread } from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { infoAnswer } from './answers.ts';
import { importanceData } from './importance.ts';
import { EXPERIMENT, type RunRouteOptions } from './options.ts';
import { figuresOf, pointsOf, thinPoints } from './points.ts';
import * as schemas from './schemas.ts';

const POINTS = 1500;
/** PED-ANOVA looks at the best tenth, which of few runs says little; fANOVA takes long over many. */
const FEW_RUNS = 500;

/** What is drawn above the runs table, and what is marked in it. */
export async function chartRoutes(
  instance: FastifyInstance,
  { store, tables, selections }: RunRouteOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['tracking'];
  const params = schemas.ExperimentPath;

  app.post(
    `${EXPERIMENT}/best`,
    {
      schema: {
        tags,
        summary: 'The lowest and the highest of metrics, and the runs that have them',
        params,
        body: schemas.BestBody,
      },
    },
    async ({ params: { experiment_id }, body: { filter = '', view = 'ACTIVE_ONLY', metrics } }) => {
      const table = await tables.of(experiment_id);
      const sorted = await selections.sorted(table, { filter, view, order: [] });
      const best: Record<string, object> = {};
      for (const metric of metrics) {
        const points = pointsOf(sorted, null, await table.column(`metrics.${metric}`));
        if (points.length === 0) continue;
        const low = points.reduce((least, point) => (point.y < least.y ? point : least));
        const high = points.reduce((most, point) => (point.y > most.y ? point : most));
        const end = ({ place, y }: typeof low) => ({
          value: y,
          run_id: table.infos[place]?.runId,
          run_name: table.infos[place]?.runName,
        });
        best[metric] = { runs: points.length, min: end(low), max: end(high) };
      }
      return { best };
    },
  );

  app.post(
    `${EXPERIMENT}/points`,
    {
      schema: {
        tags,
        summary: 'A column of every run over another, or over the order of start, thinned for a chart',
        params,
        body: schemas.PointsBody,
      },
    },
    async ({
      params: { experiment_id },
      body: { filter = '', view = 'ACTIVE_ONLY', x, y, most = POINTS },
    }) => {
      const table = await tables.of(experiment_id);
      const order = ['attributes.start_time'];
      const sorted = await selections.sorted(table, { filter, view, order });
      const xs = x === undefined ? null : figuresOf(x, await table.column(x));
      const points = pointsOf(sorted, xs?.cells ?? null, await table.column(y));
      return {
        runs: points.length,
        categories: xs?.categories ?? null,
        points: thinPoints(points, most).map(({ place, x: at, y: value }) => {
          const { run_id, run_name, status, start_time } = infoAnswer(
            table.infos[place] as (typeof table.infos)[number],
          );
          return { run_id, run_name, status, start_time, x: at, y: value };
        }),
      };
    },
  );

  app.get(
    `${EXPERIMENT}/importance`,
    {
      schema: {
        tags,
        summary: 'How much each param matters to a metric, the most first, all of them together 1',
        params,
        querystring: schemas.ImportanceQuery,
      },
    },
    async ({ params: { experiment_id }, query: { metric, direction, evaluator: asked } }) => {
      const table = await tables.of(experiment_id);
      const sorted = await selections.sorted(table, { filter: '', view: 'ACTIVE_ONLY', order: [] });
      const names = (await store.runKeys(experiment_id)).filter(({ kind }) => kind === 'params');
      const data = await importanceData(table, sorted, {
        metric,
        direction,
        params: names.map(({ key }) => key),
      });
      const evaluator = asked ?? (data.count < FEW_RUNS ? 'fanova' : 'ped_anova');
      const found = await inThread('importance', { evaluator, data });
      const importances = Object.entries(found).map(([param, importance]) => ({ param, importance }));
      return { evaluator, runs: data.count, importances };
    },
  );
}
