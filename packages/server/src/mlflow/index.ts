import type { ArtifactRepository } from '@orrery/artifacts';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { runArtifactRoute, runFiles } from '../artifacts/run-artifacts.ts';
import { sendJson } from '../json.ts';
import { datasetRoute } from './datasets.ts';
import { experimentRoutes } from './experiments.ts';
import { loggedModelRoutes } from './logged-models.ts';
import { loggingRoutes } from './logging.ts';
import { metricRoutes } from './metrics.ts';
import { runRoutes } from './runs.ts';

/** The MLflow version whose API Orrery speaks; clients ask for it. */
export const MLFLOW_VERSION = '3.17.2';

/** What a client may expect of this server. */
const SERVER_INFO = {
  store_type: 'SqlStore',
  workspaces_enabled: false,
  trace_archival_enabled: false,
  multipart_uploads_enabled: false,
  multipart_downloads_enabled: false,
  presigned_upload_run_id_supported: false,
  presigned_upload_model_id_supported: false,
  features_enabled: { gateway: false },
};

const BODY_LIMIT = 64 * 1024 * 1024;

export interface MlflowDoorOptions {
  store: TrackingStore;
  repository: ArtifactRepository;
}

/** MLflow's tracking API, under each of the prefixes that its clients use. */
export async function mlflowDoor(
  app: FastifyInstance,
  { store, repository }: MlflowDoorOptions,
): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health', async (_request, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
  app.get('/version', async (_request, reply) => reply.type('text/html; charset=utf-8').send(MLFLOW_VERSION));
  for (const prefix of ['/api/3.0', '/ajax-api/3.0'])
    app.get(`${prefix}/mlflow/server-info`, async (_request, reply) => sendJson(reply, SERVER_INFO));
  await runFiles(app, { store, repository });

  const routes = [
    ...experimentRoutes(store),
    ...runRoutes(store),
    ...loggingRoutes(store),
    ...metricRoutes(store),
    datasetRoute(store),
    ...loggedModelRoutes(store, repository),
    runArtifactRoute(store, repository),
  ];
  for (const prefix of [
    '/api/2.0/mlflow',
    '/ajax-api/2.0/mlflow',
    '/api/3.0/mlflow',
    '/ajax-api/3.0/mlflow',
  ]) {
    for (const { method, path, handle } of routes) {
      app.route({
        method,
        url: prefix + path,
        handler: async (request, reply) => sendJson(reply, await handle(request)),
      });
    }
  }
}
