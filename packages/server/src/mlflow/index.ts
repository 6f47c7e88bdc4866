import type { LoggedModelStore, ModelRegistry } from '@orrery/models';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { artifactFiles } from '../artifacts/files.ts';
import { listRoute } from '../artifacts/list.ts';
import { pathsRoute } from '../artifacts/paths.ts';
import type { ArtifactPlaces } from '../artifacts/places.ts';
import { presignedRoutes } from '../artifacts/presigned.ts';
import type { ArtifactRoots } from '../artifacts/roots.ts';
import { viewRoute } from '../artifacts/view.ts';
import { zipRoute } from '../artifacts/zip.ts';
import { sendJson } from '../json.ts';
import type { WebhookDispatcher } from '../webhooks/dispatcher.ts';
import { textBodies } from './bodies.ts';
import { datasetRoute } from './datasets.ts';
import { experimentRoutes } from './experiments.ts';
import { loggedModelRoutes } from './logged-models.ts';
import { loggingRoutes } from './logging.ts';
import { metricRoutes } from './metrics.ts';
import { modelVersionRoutes } from './model-versions.ts';
import { SERVICE } from './paths.ts';
import { registeredModelRoutes } from './registered-models.ts';
import { runRoutes } from './runs.ts';
import { webhookRoutes } from './webhooks.ts';

/** The MLflow version whose API Orrery speaks; clients ask for it. */
export const MLFLOW_VERSION = '3.17.2';

export interface MlflowDoorOptions {
  store: TrackingStore;
  loggedModels: LoggedModelStore;
  registry: ModelRegistry;
  webhooks: WebhookDispatcher;
  places: ArtifactPlaces;
  /** How long a URL to download past the server lasts, in seconds. */
  urlSeconds: number;
  /** Whether callers have to say who they are. */
  isGuarded: boolean;
}

/** MLflow's tracking and registry API, under one of the prefixes that its clients use; see paths.ts. */
export async function mlflowDoor(app: FastifyInstance, options: MlflowDoorOptions): Promise<void> {
  const { store, loggedModels, registry, webhooks, places, urlSeconds, isGuarded } = options;
  const roots: ArtifactRoots = {
    ofRun: async (runId) => (await store.getRun(runId)).info.artifactUri,
    ofLoggedModel: async (modelId) => (await loggedModels.getLoggedModel(modelId)).artifactUri,
    ofModelVersion: (name, version) => registry.getDownloadUri(name, version),
  };
  textBodies(app);
  app.get('/health', async (_request, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
  app.get('/version', async (_request, reply) => reply.type('text/html; charset=utf-8').send(MLFLOW_VERSION));
  app.get(`${SERVICE}/server-info`, async (_request, reply) => sendJson(reply, serverInfo(places)));
  await artifactFiles(app, { roots, places });
  await zipRoute(app, { roots, places });
  await viewRoute(app, { roots, places });
  await pathsRoute(app, { roots, places });

  const routes = [
    ...experimentRoutes(store, places.hosts),
    ...runRoutes(store),
    ...loggingRoutes(store),
    ...metricRoutes(store),
    datasetRoute(store),
    ...loggedModelRoutes(loggedModels, places),
    ...registeredModelRoutes({ registry, webhooks }),
    ...modelVersionRoutes({ registry, webhooks, loggedModels, roots, hosts: places.hosts }),
    ...webhookRoutes(registry, webhooks),
    ...presignedRoutes(roots, places, urlSeconds),
    listRoute(roots, places),
  ];
  for (const { method, path, handle } of routes) {
    app.route({
      method,
      url: SERVICE + path,
      // To hand the reply back has Fastify wait for the end of its stream, which only grants that come with it ask for.
      handler: async (request, reply) => {
        sendJson(reply, await handle(request));
        return isGuarded ? reply : undefined;
      },
    });
  }
}

/** What a client may expect of this server. */
function serverInfo({ served }: ArtifactPlaces) {
  const direct = served?.direct !== undefined;
  return {
    store_type: 'SqlStore',
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: direct,
    multipart_downloads_enabled: direct,
    presigned_upload_run_id_supported: true,
    presigned_upload_model_id_supported: true,
    features_enabled: { gateway: false },
  };
}
