import type { FastifyInstance } from 'fastify';
import { imageRoutes } from '../artifacts/images.ts';
import { runRoutes } from '../runs/index.ts';
import type { WorkbenchOptions } from '../workbench/index.ts';
import { innerApp } from '../workbench/inner.ts';
import { trackingRoutes } from './index.ts';

/** The routes of pages of runs alone: they are opened often, and need nothing of what runs manifests. */
export async function trackingApp({
  store,
  tables,
  places,
  guard,
}: WorkbenchOptions): Promise<FastifyInstance> {
  const app = innerApp(guard);
  await app.register(trackingRoutes, { store });
  await app.register(runRoutes, { store, tables });
  await app.register(imageRoutes, { store, places });
  await app.ready();
  return app;
}
