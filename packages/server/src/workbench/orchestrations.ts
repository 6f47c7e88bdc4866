import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { OrreryError } from '@orrery/core';
import { ManifestError } from '@orrery/runner';
import { hasEnded, OrchestrationFolder, type OrchestrationState } from '@orrery/runner/orchestrations';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { callerOf } from '../access/caller-of.ts';
import type { ServerConfig } from '../config.ts';
import { follow } from './follow.ts';
import type { Launcher } from './launch.ts';
import { readPlan } from './manifests.ts';
import { Failure, JobBody, Orchestration, OrchestrationParams, StartBody, Summary } from './schemas.ts';
import { Summaries } from './summaries.ts';

const BY = 'the API';

/** Starts manifests, follows what runs of them, cancels and retries. */
export async function orchestrationRoutes(
  instance: FastifyInstance,
  { config: { storeDir }, launcher }: { config: ServerConfig; launcher: Launcher },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['orchestrations'];
  const params = OrchestrationParams;
  const summaries = new Summaries();
  const stateOf = (id: string): [OrchestrationFolder, OrchestrationState] => {
    const folder = OrchestrationFolder.open(storeDir, id);
    const state = folder.readState();
    if (!state) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Orchestration '${id}' has no state.`);
    return [folder, state];
  };

  app.get(
    '/api/workbench/orchestrations',
    {
      schema: {
        tags,
        summary: 'The newest first',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }),
        response: { 200: Type.Object({ orchestrations: Type.Array(Summary), total: Type.Integer() }) },
      },
    },
    async ({ query: { limit = 100 } }) => {
      const ids = OrchestrationFolder.list(storeDir);
      const orchestrations = ids
        .slice(0, limit)
        .map((id) => summaries.of(OrchestrationFolder.open(storeDir, id)))
        .filter((one) => one !== null);
      return { orchestrations, total: ids.length };
    },
  );

  app.post(
    '/api/workbench/orchestrations',
    {
      schema: {
        tags,
        summary: 'Start a manifest',
        body: StartBody,
        response: { 201: Orchestration, 400: Failure },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const caller = callerOf(request);
      try {
        const { manifest } = readPlan(storeDir, body);
        const { experiment_name: experiment, metrics } = manifest.globals;
        const folder = OrchestrationFolder.create(storeDir, manifest.text, {
          experiment,
          manifest_file: manifest.file,
          catalog: body.catalog ?? null,
          metrics,
          options: { jobs: body.jobs ?? null, resume: body.resume ?? false, executor: body.executor ?? null },
          user: caller?.user.username || process.env.USER || process.env.LOGNAME || 'orrery',
          via: 'api',
        });
        await launcher.start(folder, caller);
        reply.code(201).header('location', `/api/workbench/orchestrations/${folder.id}`);
        return folder.readState() as OrchestrationState;
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
        const { code, message, problems } = error;
        return reply.code(400).send({ error_code: code, message, problems });
      }
    },
  );

  app.get(
    '/api/workbench/orchestrations/:id',
    {
      schema: { tags, summary: 'One with its jobs', params, response: { 200: Orchestration, 404: Failure } },
    },
    async ({ params: { id } }) => stateOf(id)[1],
  );

  app.get(
    '/api/workbench/orchestrations/:id/manifest',
    { schema: { tags, summary: 'Its manifest', params, produces: ['application/yaml'] } },
    async ({ params: { id } }, reply) => {
      const [folder] = stateOf(id);
      return reply.type('application/yaml; charset=utf-8').serializer(String).send(folder.manifest());
    },
  );

  app.get(
    '/api/workbench/orchestrations/:id/events',
    {
      schema: {
        tags,
        summary: 'Server-sent events: state, then job, status and line',
        params,
        produces: ['text/event-stream'],
      },
    },
    ({ params: { id }, headers, raw }, reply) => {
      const [folder] = stateOf(id);
      reply.hijack();
      follow(folder, raw, reply.raw, headers['last-event-id']);
    },
  );

  app.post(
    '/api/workbench/orchestrations/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Stop a job, or all',
        params,
        body: JobBody,
        response: { 202: Orchestration, 404: Failure },
      },
    },
    async ({ params: { id }, body: { job } }, reply) => {
      const [folder, state] = stateOf(id);
      checkJob(state, job);
      if (!hasEnded(state.status)) folder.ask({ kind: 'cancel', job, by: BY });
      reply.code(202);
      return state;
    },
  );

  app.post(
    '/api/workbench/orchestrations/:id/retry',
    {
      schema: {
        tags,
        summary: 'Run a job again, or all that did not finish',
        params,
        body: JobBody,
        response: { 202: Orchestration, 404: Failure },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { job } = request.body;
      const [folder, state] = stateOf(id);
      checkJob(state, job);
      folder.ask({ kind: 'retry', job, by: BY });
      launcher
        .answer(folder, callerOf(request))
        .catch((error: Error) => request.log.error(error, `${id} was not started`));
      reply.code(202);
      return state;
    },
  );
}

function checkJob({ id, jobs }: OrchestrationState, key: string | undefined): void {
  if (key === undefined || jobs.some((job) => job.key === key)) return;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No job '${key}' in ${id}.`);
}
