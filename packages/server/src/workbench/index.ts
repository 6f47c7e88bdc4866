import type { StudyStore } from '@orrery/sweeps';
import type { SqlTrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import type { ServerConfig } from '../config.ts';
import type { RunTables } from '../runs/run-tables.ts';

export interface WorkbenchOptions {
  config: ServerConfig;
  store: SqlTrackingStore;
  studies: StudyStore;
  tables: RunTables;
}

/**
 * `/api/workbench/`, `/api/sweeps/`, `/api/tracking/` and `/api/openapi.json`: the catalog, manifests and what runs of
 * them, studies, many runs at once. An app of its own, which is loaded at the first request: a server that only tracks needs neither its schemas nor the runner in memory.
 */
export async function workbenchDoor(app: FastifyInstance, options: WorkbenchOptions): Promise<void> {
  let inner: Promise<FastifyInstance> | undefined;
  const open = async () => {
    const { workbenchApp } = await import('./app.ts');
    return workbenchApp(options);
  };
  for (const url of ['/api/workbench/*', '/api/sweeps/*', '/api/tracking/*', '/api/openapi.json']) {
    app.all(url, {
      onRequest: async (request, reply) => {
        inner ??= open();
        const { routing } = await inner;
        reply.hijack();
        for (const [name, value] of Object.entries(reply.getHeaders()))
          reply.raw.setHeader(name, value ?? '');
        routing(request.raw, reply.raw);
      },
      handler: () => {},
    });
  }
  app.addHook('onClose', async () => {
    await (await inner)?.close();
  });
}
