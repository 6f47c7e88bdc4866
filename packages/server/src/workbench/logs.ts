import { join } from 'node:path';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { OrreryError } from '@orrery/core';
import type { SqlTrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { ServerConfig } from '../config.ts';
import { followLog } from './follow-log.ts';
import { insideOf, readPiece } from './log-piece.ts';
import { Failure, LogAnswer, LogQuery, LogStreamQuery } from './schemas.ts';

const USUAL_BYTES = 256 * 1024;

/** What a job prints, while it runs and after, from the job's own folder. */
export async function logRoutes(
  instance: FastifyInstance,
  { config: { storeDir }, store }: { config: ServerConfig; store: SqlTrackingStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const params = Type.Object({ run_id: Type.String() });
  const find = async (runId: string, file: string) => {
    const run = await store.getRun(runId);
    const folder = run.tags.find(({ key }) => key === 'orrery.folder')?.value;
    const path = folder && insideOf(join(storeDir, 'jobs'), join(folder, file));
    if (!path)
      throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Run ${runId} has no ${file} on this machine.`);
    return { path, complete: run.info.status !== 'RUNNING' };
  };

  app.get(
    '/api/workbench/runs/:run_id/log',
    {
      schema: {
        tags: ['logs'],
        summary: 'A piece of a log of a run that Orrery started',
        params,
        querystring: LogQuery,
        response: { 200: LogAnswer, 404: Failure },
      },
    },
    async ({ params: { run_id }, query: { file = 'container.log', from = 0, limit = USUAL_BYTES } }) => {
      const { path, complete } = await find(run_id, file);
      return { ...readPiece(path, from, limit, complete), complete };
    },
  );

  app.get(
    '/api/workbench/runs/:run_id/log/stream',
    {
      schema: {
        tags: ['logs'],
        summary: 'Server-sent events: pieces of a log, as they are written',
        params,
        querystring: LogStreamQuery,
        produces: ['text/event-stream'],
      },
    },
    async ({ params: { run_id }, query: { file = 'container.log', from = 0 }, headers }, reply) => {
      const { path } = await find(run_id, file);
      const lastId = Number.parseInt(String(headers['last-event-id']), 10);
      reply.hijack();
      await followLog(reply.raw, path, Number.isSafeInteger(lastId) ? lastId : from, async () => {
        return (await store.getRun(run_id)).info.status === 'RUNNING';
      });
    },
  );
}
