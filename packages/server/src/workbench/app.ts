import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { Type } from 'typebox';
import { imageRoutes } from '../artifacts/images.ts';
import { runRoutes } from '../runs/index.ts';
import { sweepRoutes } from '../sweeps/index.ts';
import { trackingRoutes } from '../tracking/index.ts';
import { catalogRoutes } from './catalog.ts';
import { doctorRoutes } from './doctor.ts';
import type { WorkbenchOptions } from './index.ts';
import { innerApp } from './inner.ts';
import { Launcher } from './launch.ts';
import { logRoutes } from './logs.ts';
import { manifestRoutes } from './manifests.ts';
import { orchestrationRoutes } from './orchestrations.ts';

/** What any route answers that cannot do what it is asked. */
const ERROR = Type.Object({
  error_code: Type.String(),
  message: Type.String({ description: 'What was wrong, where, and what to do' }),
});

/** The routes of the workbench, of sweeps and of pages of runs, described in OpenAPI. */
export async function workbenchApp({
  config,
  store,
  studies,
  tables,
  guard,
  places,
}: WorkbenchOptions): Promise<FastifyInstance> {
  const app = innerApp(guard);
  await app.register(swagger, {
    transform: withErrors,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Orrery', version: config.version },
      tags: ['catalog', 'manifests', 'orchestrations', 'logs', 'sweeps', 'tracking', 'services'].map(
        (name) => ({
          name,
        }),
      ),
    },
  });
  const launcher = new Launcher(config, guard?.access ?? null);
  await app.register(catalogRoutes, { config });
  await app.register(manifestRoutes, { config });
  await app.register(orchestrationRoutes, { config, launcher });
  await app.register(logRoutes, { config, store });
  await app.register(doctorRoutes, { config });
  await app.register(sweepRoutes, { store: studies });
  await app.register(trackingRoutes, { store });
  await app.register(runRoutes, { store, tables });
  await app.register(imageRoutes, { store, places });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.ready();
  return app;
}

function withErrors({ schema, url }: { schema: FastifySchema; url: string }): {
  schema: FastifySchema;
  url: string;
} {
  const error = { description: 'An error', content: { 'application/json': { schema: ERROR } } };
  const answers = (schema?.response as object | undefined) ?? { 200: { description: 'Done' } };
  return { schema: { ...schema, response: { ...answers, '4xx': error, '5xx': error } }, url };
}
