import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { double } from '../sweeps/answers.ts';
import { aggregate } from './aggregate.ts';
import { csvPieces } from './csv.ts';
import { EXPERIMENT, type RunRouteOptions } from './options.ts';
import type { Cell } from './ranks.ts';
import { resultsAnswer } from './results.ts';
import { rowsAnswer } from './rows.ts';
import type { RunTable } from './run-table.ts';
import * as schemas from './schemas.ts';

const MOST_VALUES = 200;

/** What the runs table is made of: windows of lines, names, values, and all of it as a file. */
export async function tableRoutes(
  instance: FastifyInstance,
  { store, tables, selections }: RunRouteOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['tracking'];
  const params = schemas.ExperimentPath;

  app.post(
    `${EXPERIMENT}/rows`,
    {
      schema: {
        tags,
        summary: 'A window of the runs table: sorted, filtered, nested or in groups',
        params,
        body: schemas.RowsBody,
      },
    },
    async ({ params: { experiment_id }, body }) =>
      rowsAnswer(store, { table: await tables.of(experiment_id), selections, body }),
  );

  app.get(
    `${EXPERIMENT}/results`,
    {
      schema: {
        tags,
        summary:
          'How the models of jobs did on each data set: mean and deviation of a metric, and the best run',
        params,
        querystring: schemas.ResultsQuery,
      },
    },
    async ({ params: { experiment_id }, query }) =>
      resultsAnswer(store, { table: await tables.of(experiment_id), selections, asked: query }),
  );

  app.post(
    `${EXPERIMENT}/ids`,
    {
      schema: {
        tags,
        summary: 'The ids of all runs that a filter lets through',
        params,
        body: schemas.SelectionBody,
      },
    },
    async ({ params: { experiment_id }, body: { filter = '', view = 'ACTIVE_ONLY', order = [] } }) => {
      const table = await tables.of(experiment_id);
      const sorted = await selections.sorted(table, { filter, view, order });
      return { run_ids: Array.from(sorted, (place) => table.infos[place]?.runId) };
    },
  );

  app.get(
    `${EXPERIMENT}/keys`,
    { schema: { tags, summary: 'Every name that runs logged metrics, params and tags under', params } },
    async ({ params: { experiment_id } }) => {
      await store.getExperiment(experiment_id);
      return { keys: await store.runKeys(experiment_id) };
    },
  );

  app.get(
    `${EXPERIMENT}/values`,
    {
      schema: {
        tags,
        summary: 'What runs hold in one column, the most frequent first',
        params,
        querystring: schemas.ValuesQuery,
      },
    },
    async ({ params: { experiment_id }, query: { column } }) => {
      const cells = await (await tables.of(experiment_id)).column(column);
      const counts = new Map<string | number, number>();
      for (const cell of cells) if (cell !== undefined) counts.set(cell, (counts.get(cell) ?? 0) + 1);
      const { min, max } = aggregate(cells, [...cells.keys()]);
      const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_VALUES);
      const shown = values.map(([value, runs]) => ({
        value: typeof value === 'number' ? double(value) : value,
        runs,
      }));
      return { values: shown, distinct: counts.size, min, max };
    },
  );

  app.get(
    `${EXPERIMENT}/runs.csv`,
    {
      schema: {
        tags,
        summary: 'Runs as a file',
        params,
        querystring: schemas.CsvQuery,
        produces: ['text/csv'],
      },
    },
    async (
      { params: { experiment_id }, query: { filter = '', view = 'ACTIVE_ONLY', order, columns } },
      reply,
    ) => {
      const table = await tables.of(experiment_id);
      const { name } = await store.getExperiment(experiment_id);
      const sorted = await selections.sorted(table, { filter, view, order: order ? order.split(',') : [] });
      const wanted = columns ? await named(table, columns.split('\n')) : await table.everything();
      return reply
        .header('content-disposition', `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(Readable.from(csvPieces(table, sorted, wanted)));
    },
  );
}

async function named(table: RunTable, ids: string[]): Promise<Map<string, Cell[]>> {
  const columns = await table.columns(ids);
  return new Map(ids.map((id, index) => [id, columns[index] as Cell[]]));
}
