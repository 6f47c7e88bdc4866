import type { StudyStore } from '@orrery/sweeps';
import type { SqlTrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import type { GuardParts } from '../access/guard.ts';
import type { ArtifactPlaces } from '../artifacts/places.ts';
import type { ServerConfig } from '../config.ts';
import type { RunTables } from '../runs/run-tables.ts';

export interface WorkbenchOptions {
  config: ServerConfig;
  store: SqlTrackingStore;
  studies: StudyStore;
  tables: RunTables;
  guard: GuardParts | null;
  places: ArtifactPlaces;
}

/**
 * `/api/workbench/`, `/api/sweeps/`, `/api/tracking/` and `/api/openapi.json`: the catalog, manifests and what runs of
 * them, studies, tables and charts of runs. Apps of their own, each loaded at its first request: a server that only tracks
 * needs neither their schemas nor the runner in memory.
 */
export async function workbenchDoor(app: FastifyInstance, options: WorkbenchOptions): Promise<void> {
  behind(app, ['/api/tracking/*'], async () => (await import('../tracking/app.ts')).trackingApp(options));
  behind(app, ['/api/workbench/*', '/api/sweeps/*', '/api/openapi.json'], async () =>
    (await import('./app.ts')).workbenchApp(options),
  );
}

/** Hands requests to another app, which is opened for the first of them. */
function behind(app: FastifyInstance, urls: string[], open: () => Promise<FastifyInstance>): void {
  let inner: Promise<FastifyInstance> | undefined;
  for (const url of urls) {
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
