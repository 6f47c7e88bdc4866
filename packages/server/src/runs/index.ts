import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { changeRoutes } from './change-routes.ts';
import { chartRoutes } from './chart-routes.ts';
import type { RunTables } from './run-tables.ts';
import { Selections } from './selection.ts';
import { tableRoutes } from './table-routes.ts';

/** The runs table of the web app, and what surrounds it: one request a window, however many runs; see docs/wire.md. */
export async function runRoutes(
  app: FastifyInstance,
  { store, tables }: { store: TrackingStore; tables: RunTables },
): Promise<void> {
  const selections = new Selections(store);
  await app.register(tableRoutes, { store, tables, selections });
  await app.register(chartRoutes, { store, tables, selections });
  await app.register(changeRoutes, { store });
}
