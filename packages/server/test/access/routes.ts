/** What a request is about: made anew for each, as some of them delete it. */
export interface Fixture {
  experiment: string;
  experimentName: string;
  run: string;
  /** A logged model of the run. */
  model: string;
  /** A registered model with one version. */
  name: string;
  study: number;
  /** A user with whom nobody else has to do. */
  other: string;
  role: number;
  rolePermission: number;
  token: string;
}

/**
 * What it takes: nobody's name, anybody's, a permission on what the request is about, all rights of the user, a user
 * who manages the workspace, or an admin.
 */
export type Level = 'anybody' | 'caller' | 'whole' | 'read' | 'edit' | 'manage' | 'workspace' | 'admin';

export interface Expected {
  level: Level;
  /** Whether a run's own token opens it, too. */
  ofRun?: true;
  /** The rest of the URL, where parameters do not say it. */
  query?(fixture: Fixture): string;
  body?(fixture: Fixture): object;
}

const query = (make: (fixture: Fixture) => Record<string, string>) => (fixture: Fixture) =>
  `?${new URLSearchParams(make(fixture))}`;
const expected = (level: Level, more: Omit<Expected, 'level'> = {}): Expected => ({ level, ...more });
const run = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ run }) => ({ run_id: run, ...body }),
  ...(level !== 'manage' && { ofRun: true }),
});
const runQuery = (more: Record<string, string> = {}): Expected => ({
  level: 'read',
  query: query(({ run }) => ({ run_id: run, ...more })),
  ofRun: true,
});
const experiment = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ experiment }) => ({ experiment_id: experiment, ...body }),
});
const named = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ name }) => ({ name, ...body }),
});
const namedQuery = (more: Record<string, string> = {}): Expected => ({
  level: 'read',
  query: query(({ name }) => ({ name, ...more })),
});
const version = { version: '1' };
const runs = (level: Level, more: object = {}): Expected => ({
  level,
  body: ({ run }) => ({ run_ids: [run], ...more }),
  ...(level !== 'manage' && { ofRun: true }),
});
const role = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ role }) => ({ role_id: role, ...body }),
});
const roleQuery = (level: Level): Expected => ({
  level,
  query: query(({ role }) => ({ role_id: String(role) })),
});
const rolePermission = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ rolePermission }) => ({ role_permission_id: rolePermission, ...body }),
});
const grant = (level: Level, body: object = {}): Expected => ({
  level,
  body: ({ experiment, other }) => ({
    username: other,
    resource_type: 'experiment',
    resource_id: experiment,
    ...body,
  }),
});
const older = (level: Level, key: 'experiment_id' | 'name', permission?: string): Expected => ({
  level,
  body: ({ experiment, name, other }) => ({
    [key]: key === 'name' ? name : experiment,
    username: other,
    ...(permission && { permission }),
  }),
});

const OF_EXPERIMENT = '/api/tracking/experiments/:experiment_id';
const STUDY = '/api/sweeps/studies/:study_id';
const ORCHESTRATION = '/api/workbench/orchestrations/:id';

/** Each route, by what it takes to use it. Kept apart from the server's own rules, so that one holds the other. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'POST /experiments/create': expected('caller', { body: () => ({ name: String(Math.random()) }) }),
  'GET /experiments/get': expected('read', {
    query: query(({ experiment }) => ({ experiment_id: experiment })),
    ofRun: true,
  }),
  'GET /experiments/get-by-name': expected('read', {
    query: query(({ experimentName }) => ({ experiment_name: experimentName })),
    ofRun: true,
  }),
  'GET /experiments/search': expected('caller', { query: () => '?max_results=5', ofRun: true }),
  'POST /experiments/search': expected('caller', { body: () => ({ max_results: 5 }), ofRun: true }),
  'POST /experiments/update': experiment('edit', { new_name: 'renamed' }),
  'POST /experiments/delete': experiment('manage'),
  'POST /experiments/restore': experiment('manage'),
  'POST /experiments/set-experiment-tag': experiment('edit', { key: 'a', value: 'b' }),
  'POST /experiments/delete-experiment-tag': experiment('edit', { key: 'a' }),
  'POST /experiments/search-datasets': expected('read', {
    body: ({ experiment }) => ({ experiment_ids: [experiment] }),
    ofRun: true,
  }),
  'POST /runs/create': experiment('edit', { start_time: 1 }),
  'GET /runs/get': runQuery(),
  'POST /runs/update': run('edit', { run_name: 'renamed' }),
  'POST /runs/delete': run('manage'),
  'POST /runs/restore': run('manage'),
  'POST /runs/search': expected('caller', {
    body: ({ experiment }) => ({ experiment_ids: [experiment] }),
    ofRun: true,
  }),
  'POST /runs/log-metric': run('edit', { key: 'm', value: 1, timestamp: 1 }),
  'POST /runs/log-parameter': run('edit', { key: 'p', value: '1' }),
  'POST /runs/set-tag': run('edit', { key: 't', value: '1' }),
  'POST /runs/delete-tag': run('edit', { key: 't' }),
  'POST /runs/log-batch': run('edit'),
  'POST /runs/log-inputs': run('edit'),
  'POST /runs/outputs': expected('edit', {
    body: ({ run, model }) => ({ run_id: run, models: [{ model_id: model, step: 1 }] }),
    ofRun: true,
  }),
  'POST /runs/log-model': run('edit', { model_json: '{}' }),
  'GET /metrics/get-history': runQuery({ metric_key: 'm' }),
  'GET /metrics/get-history-bulk': runQuery({ metric_key: 'm' }),
  'GET /metrics/get-history-bulk-interval': expected('read', {
    query: query(({ run }) => ({ run_ids: run, metric_key: 'm' })),
    ofRun: true,
  }),
  'POST /logged-models': expected('edit', {
    body: ({ experiment, run }) => ({ experiment_id: experiment, source_run_id: run }),
    ofRun: true,
  }),
  'POST /logged-models/search': expected('caller', {
    body: ({ experiment }) => ({ experiment_ids: [experiment] }),
    ofRun: true,
  }),
  'GET /logged-models/:model_id': expected('read', { ofRun: true }),
  'PATCH /logged-models/:model_id': expected('edit', {
    body: ({ model }) => ({ model_id: model, status: 'LOGGED_MODEL_READY' }),
    ofRun: true,
  }),
  'DELETE /logged-models/:model_id': expected('manage'),
  'POST /logged-models/:model_id/params': expected('edit', {
    body: ({ model }) => ({ model_id: model, params: [] }),
    ofRun: true,
  }),
  'PATCH /logged-models/:model_id/tags': expected('edit', { body: () => ({ tags: [] }), ofRun: true }),
  'DELETE /logged-models/:model_id/tags/:tag_key': expected('manage'),
  'GET /logged-models/:model_id/artifacts/directories': expected('read', { ofRun: true }),
  'GET /logged-models/:model_id/artifacts/files': expected('read', {
    query: () => '?artifact_file_path=a.txt',
    ofRun: true,
  }),
  'GET /artifacts/list': runQuery(),
  'POST /artifacts/presigned-download-url': run('read', { path: 'a.txt' }),
  'POST /artifacts/presigned-upload-url': run('edit', { path: 'a.txt' }),

  'POST /registered-models/create': expected('caller', { body: () => ({ name: String(Math.random()) }) }),
  'GET /registered-models/get': namedQuery(),
  'PATCH /registered-models/update': named('edit', { description: 'x' }),
  'POST /registered-models/rename': named('edit', { new_name: 'renamed' }),
  'DELETE /registered-models/delete': named('manage'),
  'GET /registered-models/search': expected('caller', { ofRun: true }),
  'GET /registered-models/get-latest-versions': namedQuery(),
  'POST /registered-models/get-latest-versions': named('read'),
  'POST /registered-models/set-tag': named('edit', { key: 'a', value: 'b' }),
  'DELETE /registered-models/delete-tag': named('edit', { key: 'a' }),
  'POST /registered-models/alias': named('edit', { alias: 'best', ...version }),
  'DELETE /registered-models/alias': named('manage', { alias: 'best' }),
  'GET /registered-models/alias': namedQuery({ alias: 'best' }),
  'POST /model-versions/create': named('edit', { source: 'elsewhere' }),
  'GET /model-versions/get': namedQuery(version),
  'PATCH /model-versions/update': named('edit', version),
  'POST /model-versions/transition-stage': named('edit', { ...version, stage: 'Staging' }),
  'DELETE /model-versions/delete': named('manage', version),
  'GET /model-versions/get-download-uri': namedQuery(version),
  'GET /model-versions/search': expected('caller', { ofRun: true }),
  'POST /model-versions/set-tag': named('edit', { ...version, key: 'a', value: 'b' }),
  'DELETE /model-versions/delete-tag': named('manage', { ...version, key: 'a' }),
  'POST /webhooks': expected('admin', { body: () => ({}) }),
  'GET /webhooks': expected('admin'),
  'GET /webhooks/:webhook_id': expected('admin'),
  'PATCH /webhooks/:webhook_id': expected('admin', { body: () => ({}) }),
  'DELETE /webhooks/:webhook_id': expected('admin'),
  'POST /webhooks/:webhook_id/test': expected('admin', { body: () => ({}) }),

  'GET /mlflow-artifacts/artifacts': expected('read', {
    query: query(({ experiment, run }) => ({ path: `${experiment}/${run}/artifacts` })),
    ofRun: true,
  }),
  'GET /mlflow-artifacts/artifacts/*': expected('read', { ofRun: true }),
  'PUT /mlflow-artifacts/artifacts/*': expected('edit', { body: () => ({}), ofRun: true }),
  'DELETE /mlflow-artifacts/artifacts/*': expected('manage'),
  'GET /mlflow-artifacts/presigned/*': expected('read', { ofRun: true }),
  'POST /mlflow-artifacts/mpu/create/*': expected('edit', { body: () => ({ path: 'a' }), ofRun: true }),
  'POST /mlflow-artifacts/mpu/complete/*': expected('edit', { body: () => ({ path: 'a' }), ofRun: true }),
  'POST /mlflow-artifacts/mpu/abort/*': expected('edit', { body: () => ({ path: 'a' }), ofRun: true }),
  'GET /get-artifact': runQuery({ path: 'a.txt' }),
  'POST /upload-artifact': expected('edit', {
    query: query(({ run }) => ({ run_uuid: run, path: 'a.txt' })),
    body: () => ({}),
    ofRun: true,
  }),
  'GET /model-versions/get-artifact': namedQuery({ ...version, path: 'a.txt' }),
  'GET /api/artifacts/zip': runQuery(),
  'GET /api/artifacts/view/:run_id/*': expected('read', { ofRun: true }),
  'POST /api/artifacts/paths': runs('read'),

  'POST /users/create': expected('workspace', {
    body: () => ({ username: String(Math.random()), password: 'long enough to be one' }),
  }),
  'GET /users/get': expected('admin', { query: query(({ other }) => ({ username: other })) }),
  'GET /users/current': expected('caller', { ofRun: true }),
  'GET /users/current/permissions': expected('caller', { ofRun: true }),
  'GET /users/list': expected('whole'),
  'PATCH /users/update-password': expected('admin', {
    body: ({ other }) => ({ username: other, password: 'long enough to be one' }),
  }),
  'PATCH /users/update-admin': expected('admin', {
    body: ({ other }) => ({ username: other, is_admin: false }),
  }),
  'DELETE /users/delete': expected('admin', { body: ({ other }) => ({ username: other }) }),
  'GET /users/permissions/list': expected('admin', { query: query(({ other }) => ({ username: other })) }),
  'POST /users/permissions/grant': grant('manage', { permission: 'READ' }),
  'POST /users/permissions/revoke': grant('manage'),
  'GET /users/permissions/get': expected('workspace', {
    query: query(({ other, experiment }) => ({
      username: other,
      resource_type: 'experiment',
      resource_id: experiment,
    })),
  }),
  'GET /users/roles/list': expected('admin', { query: query(({ other }) => ({ username: other })) }),
  'POST /roles/create': expected('workspace', {
    body: () => ({ name: String(Math.random()), workspace: 'default' }),
  }),
  // Whoever has a role sees those of its workspace, as everybody here has.
  'GET /roles/get': roleQuery('whole'),
  'GET /roles/list': expected('whole', { query: () => '?workspace=default' }),
  'PATCH /roles/update': role('workspace', { description: 'x' }),
  'DELETE /roles/delete': role('workspace'),
  'POST /roles/permissions/add': role('workspace', {
    resource_type: 'prompt',
    resource_pattern: '*',
    permission: 'READ',
  }),
  'DELETE /roles/permissions/remove': rolePermission('workspace'),
  'GET /roles/permissions/list': roleQuery('whole'),
  'PATCH /roles/permissions/update': rolePermission('workspace', { permission: 'READ' }),
  'POST /roles/assign': expected('workspace', {
    body: ({ role, other }) => ({ role_id: role, username: other }),
  }),
  'DELETE /roles/unassign': expected('workspace', {
    body: ({ role, other }) => ({ role_id: role, username: other }),
  }),
  'GET /roles/users/list': roleQuery('workspace'),
  'POST /experiments/permissions/create': older('manage', 'experiment_id', 'READ'),
  'GET /experiments/permissions/get': expected('manage', {
    query: query(({ experiment, other }) => ({ experiment_id: experiment, username: other })),
  }),
  'PATCH /experiments/permissions/update': older('manage', 'experiment_id', 'READ'),
  'DELETE /experiments/permissions/delete': older('manage', 'experiment_id'),
  'POST /registered-models/permissions/create': older('manage', 'name', 'READ'),
  'GET /registered-models/permissions/get': expected('manage', {
    query: query(({ name, other }) => ({ name, username: other })),
  }),
  'PATCH /registered-models/permissions/update': older('manage', 'name', 'READ'),
  'DELETE /registered-models/permissions/delete': older('manage', 'name'),

  'GET /api/access/tokens': expected('whole'),
  'POST /api/access/tokens': expected('whole', { body: () => ({ name: 'one' }) }),
  'DELETE /api/access/tokens/:id': expected('whole'),
  'POST /api/access/run-tokens': expected('edit', { body: ({ run }) => ({ run_id: run }) }),
  'GET /api/access/session': expected('anybody'),
  'POST /api/access/logout': expected('caller', { body: () => ({}), ofRun: true }),
  'GET /api/access/audit': expected('admin'),

  'GET /health': expected('anybody'),
  'GET /version': expected('caller', { ofRun: true }),
  'GET /server-info': expected('anybody'),
  'GET /assets/*': expected('anybody'),
  'GET /orrery.svg': expected('anybody'),
  'GET /api/openapi.json': expected('whole'),
  'GET /api/services': expected('whole'),
  'GET /metrics': expected('whole'),
  'POST /api/tracking/runs': runs('read'),
  'GET /api/tracking/experiments': expected('caller', { ofRun: true }),
  'POST /api/tracking/series': runs('read', { metrics: ['m'] }),
  'POST /api/tracking/images': runs('read'),
  'POST /api/tracking/runs/delete': runs('manage'),
  'POST /api/tracking/runs/restore': runs('manage'),
  'POST /api/tracking/runs/tag': runs('edit', { key: 'a', value: 'b' }),
  [`POST ${OF_EXPERIMENT}/rows`]: expected('read', { body: () => ({}) }),
  [`POST ${OF_EXPERIMENT}/ids`]: expected('read', { body: () => ({}) }),
  [`GET ${OF_EXPERIMENT}/keys`]: expected('read'),
  [`GET ${OF_EXPERIMENT}/values`]: expected('read', { query: () => '?key=a' }),
  [`GET ${OF_EXPERIMENT}/runs.csv`]: expected('read'),
  [`POST ${OF_EXPERIMENT}/best`]: expected('read', { body: () => ({ metrics: [] }) }),
  [`POST ${OF_EXPERIMENT}/points`]: expected('read', { body: () => ({ y: 'metrics.m' }) }),
  [`GET ${OF_EXPERIMENT}/importance`]: expected('read', { query: () => '?metric=m' }),
  [`GET ${OF_EXPERIMENT}/results`]: expected('read', { query: () => '?metric=m&direction=maximize' }),

  'GET /api/sweeps/studies': expected('caller', { ofRun: true }),
  'POST /api/sweeps/studies': expected('caller', { body: () => ({}) }),
  [`GET ${STUDY}`]: expected('read'),
  [`PATCH ${STUDY}`]: expected('edit', { body: () => ({}) }),
  [`DELETE ${STUDY}`]: expected('manage'),
  [`POST ${STUDY}/stop`]: expected('edit', { body: () => ({}) }),
  [`POST ${STUDY}/resume`]: expected('edit', { body: () => ({}) }),
  [`PUT ${STUDY}/note`]: expected('edit', { body: () => ({ text: 'x' }) }),
  [`GET ${STUDY}/columns`]: expected('read'),
  [`GET ${STUDY}/importance`]: expected('read'),
  [`GET ${STUDY}/hypervolume`]: expected('read'),
  [`GET ${STUDY}/terminator`]: expected('read'),
  [`GET ${STUDY}/terminator/history`]: expected('read'),
  [`GET ${STUDY}/trials`]: expected('read'),
  [`GET ${STUDY}/best`]: expected('read'),
  [`GET ${STUDY}/export`]: expected('read'),
  [`POST ${STUDY}/ask`]: expected('edit', { body: () => ({}) }),
  [`POST ${STUDY}/enqueue`]: expected('edit', { body: () => ({ params: {} }) }),
  [`GET ${STUDY}/trials/:number`]: expected('read'),
  [`PATCH ${STUDY}/trials/:number`]: expected('edit', { body: () => ({}) }),
  [`POST ${STUDY}/trials/:number/suggest`]: expected('edit', { body: () => ({}) }),
  [`POST ${STUDY}/trials/:number/report`]: expected('edit', { body: () => ({}) }),
  [`GET ${STUDY}/trials/:number/should_prune`]: expected('read'),
  [`POST ${STUDY}/trials/:number/tell`]: expected('edit', { body: () => ({}) }),

  'GET /api/workbench/catalog': expected('read'),
  'POST /api/workbench/catalog/check': expected('manage', { body: () => ({}) }),
  'POST /api/workbench/catalog/datasets': expected('manage', { body: () => ({}) }),
  'POST /api/workbench/catalog/models': expected('manage', { body: () => ({}) }),
  'POST /api/workbench/doctor': expected('manage', { body: () => ({}) }),
  'POST /api/workbench/manifests/check': expected('read', { body: () => ({}) }),
  'GET /api/workbench/orchestrations': expected('read'),
  'POST /api/workbench/orchestrations': expected('manage', { body: () => ({}) }),
  [`GET ${ORCHESTRATION}`]: expected('read'),
  [`GET ${ORCHESTRATION}/manifest`]: expected('read'),
  [`GET ${ORCHESTRATION}/events`]: expected('read'),
  [`POST ${ORCHESTRATION}/cancel`]: expected('manage', { body: () => ({}) }),
  [`POST ${ORCHESTRATION}/retry`]: expected('manage', { body: () => ({}) }),
  'GET /api/workbench/runs/:run_id/log': expected('read', { ofRun: true }),
  'GET /api/workbench/runs/:run_id/log/stream': expected('read', { ofRun: true }),
};
