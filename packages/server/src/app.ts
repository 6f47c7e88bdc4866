import { openArtifacts } from '@orrery/artifacts';
import { joinPeers } from '@orrery/database';
import { openModelRegistry, SqlLoggedModelStore } from '@orrery/models';
import { openStudyStore, type StudyStore } from '@orrery/sweeps';
import { startTracing, stopTracing, traceMethods } from '@orrery/telemetry';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { authenticateRequests, authorizeRequests, type GuardParts } from './access/guard.ts';
import { openGuard } from './access/open.ts';
import { accountRoutes } from './access/routes/index.ts';
import { signInRoutes } from './access/routes/sign-in.ts';
import { ArtifactPlaces, rootProblem } from './artifacts/places.ts';
import { artifactProxy } from './artifacts/proxy.ts';
import { closeSilentRuns } from './care/silent-runs.ts';
import { type ServerConfig, serves } from './config.ts';
import { answerErrors } from './errors.ts';
import { watchForeignChanges } from './live/foreign.ts';
import { LiveHub } from './live/hub.ts';
import { liveRoutes } from './live/routes.ts';
import { BODY_LIMIT, boundMemory } from './load/in-flight.ts';
import { Metrics } from './metrics/index.ts';
import { mlflowDoor } from './mlflow/index.ts';
import { underService } from './mlflow/paths.ts';
import { guardNetwork, networkWarnings } from './network/index.ts';
import { RunTables } from './runs/run-tables.ts';
import { servicesReport } from './services/report.ts';
import { Throughput } from './services/throughput.ts';
import { watchStudies } from './sweeps/watch.ts';
import { traceRequests } from './trace-requests.ts';
import { requestId, watchRequests } from './watch-requests.ts';
import { webApp } from './web/static.ts';
import { WebhookDispatcher } from './webhooks/dispatcher.ts';
import { workbenchDoor } from './workbench/index.ts';
import { watchOrchestrations } from './workbench/watch.ts';

/** What a worker waits for. */
const TRACED_OF_STUDIES = [
  'createStudy',
  'deleteStudy',
  'createTrial',
  'addTrial',
  'beginTrial',
  'popWaitingTrial',
  'setTrialParams',
  'setTrialState',
  'finishTrial',
  'reportIntermediate',
  'getTrials',
  'getStoredTrials',
] as const;

export interface App {
  app: FastifyInstance;
  studies: StudyStore;
  /** Null where everybody may do everything. */
  guard: GuardParts | null;
  metrics: Metrics;
}

/**
 * Opens the stores and builds the app that every HTTP door serves; closing it closes them.
 *
 * @throws OrreryError for a database or an artifact store that cannot be used
 */
export async function buildApp(config: ServerConfig): Promise<App> {
  const { env, urlSeconds } = config;
  await startTracing(env, config.version);
  const served = config.artifactsDestination ? await openArtifacts(config.artifactsDestination, env) : null;
  await served?.check();
  if (served) traceMethods(served, 'artifacts', ['list', 'open', 'write', 'delete'], {});
  const away = await rootProblem(config);
  const database = await openDatabase(config.trackingDatabase, config.artifactRoot);
  traceMethods(database, 'database', ['read', 'write', 'writeFirst'], { 'db.system.name': database.dialect });
  const peers = await joinPeers(config.trackingDatabase, (error) =>
    app.log.error(error, 'other servers are lost'),
  );
  const hub = new LiveHub(peers);
  const store = new SqlTrackingStore({
    database,
    artifactRoot: config.artifactRoot,
    onChange: (change) => {
      hub.trackingChanged(change);
      tables.changed(change);
      throughput.write();
    },
  });
  const tables = new RunTables(store);
  const throughput = new Throughput();
  const studies = await openStudyStore(config.studyDatabase);
  traceMethods(studies, 'studies', TRACED_OF_STUDIES, { 'db.system.name': config.studyDatabase.dialect });
  const loggedModels = new SqlLoggedModelStore(database);
  const registryDatabase = config.registryDatabase
    ? await openDatabase(config.registryDatabase, config.artifactRoot)
    : database;
  const registry = await openModelRegistry(registryDatabase);
  const places = new ArtifactPlaces({ served, root: config.artifactRoot, env });
  const guard = await openGuard(config, { store, loggedModels, registry, studies });
  const started = new Date();
  const doorAt = (port: number | undefined) => config.doors.find((door) => door.port === port)?.name;

  const app = fastify({
    logger: { level: process.env.ORRERY_LOG_LEVEL ?? 'warn' },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    forceCloseConnections: true,
    bodyLimit: BODY_LIMIT,
    rewriteUrl: ({ url = '/' }) => underService(withoutPrefix(url, config.staticPrefix)),
    routerOptions: { maxParamLength: 4096 },
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // Ajv, which would take a tenth of the start, is left to the apps that load when they are asked for.
    schemaController: {
      compilersFactory: { buildValidator: withoutSchemas, buildSerializer: withoutSchemas },
    },
  });
  answerErrors(app);
  const metrics = new Metrics();
  watchRequests(app, { calls: metrics.requests, throughput, slowMs: config.slowMs, doorAt });
  traceRequests(app);
  boundMemory(app);
  guardNetwork(app, config);
  if (guard) {
    authenticateRequests(app, guard);
    authorizeRequests(app, guard);
    await app.register(accountRoutes, guard);
    await app.register(signInRoutes, guard);
  }
  for (const warning of networkWarnings(config)) app.log.warn(warning);
  if (away) app.log.warn(away);
  const webhooks = new WebhookDispatcher({
    registry,
    env,
    storeDir: config.storeDir,
    onError: (message) => app.log.error(message),
  });
  const isGuarded = guard !== null;
  await app.register(mlflowDoor, { store, loggedModels, registry, webhooks, places, urlSeconds, isGuarded });
  await app.register(artifactProxy, { prefix: '/api/2.0', served, urlSeconds });
  // Whoever listens looks at pages, and so perhaps at charts of long histories.
  await app.register(liveRoutes, { hub, guard, onListen: () => database.expectLongReads?.() });
  await app.register(workbenchDoor, { config, store, studies, tables, places, guard });
  app.get('/api/services', async () => servicesReport(config, database, studies, started, throughput));
  metrics.show(app, { config, hub, databases: { tracking: database, studies } });
  await app.register(webApp, {
    doorAt: (port) => doorAt(port) ?? 'tracking',
    staticPrefix: config.staticPrefix,
    asksWho: guard !== null,
  });

  const stopClosing = serves(config, 'tracking')
    ? closeSilentRuns(store, peers, config.silenceMs, (error) => app.log.error(error))
    : () => {};
  const stopWatchingRuns = watchForeignChanges(database, () => hub.databaseChanged());
  const stopWatchingStudies = watchStudies(
    studies,
    () => hub.studiesChanged(),
    (error) => app.log.error(error),
  );
  const stopWatching = watchOrchestrations(config.storeDir, hub);
  app.addHook('onClose', async () => {
    await stopTracing();
    stopWatchingStudies();
    stopWatching();
    stopWatchingRuns();
    stopClosing();
    await peers.close();
    await studies.close();
    await store.close();
    await guard?.access.close();
    if (registryDatabase !== database) await registryDatabase.close();
  });
  return { app, studies, guard, metrics };
}

function withoutSchemas(): never {
  throw new Error(
    'No route of this app has a schema: put it into an app of its own, as workbench/ and tracking/ are.',
  );
}

function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '' || !url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  return rest === '' || /^[/?]/.test(rest) ? rest.replace(/^(?!\/)/, '/') : url;
}
