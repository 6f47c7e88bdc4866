import { ADMIN_PASSWORD, basic } from '../../access/guarded.ts';
import { Corpus } from '../steps.ts';

/** Users, roles, permissions, and what they let through, with `--app-name basic-auth`. */
const corpus = new Corpus();
export const ACCESS_STEPS = corpus.steps;

const TWO = '/api/2.0/mlflow';
const THREE = '/api/3.0/mlflow';

const HEADERS: Record<string, Record<string, string>> = {
  admin: basic('admin', ADMIN_PASSWORD),
  ada: basic('ada', 'password of ada'),
  bob: basic('bob', 'password of bob'),
  eve: basic('eve', 'password of eve'),
  wrong: basic('ada', 'another password'),
  unknown: basic('nobody', 'a long password'),
  bearer: { authorization: 'Bearer of-nothing' },
  nobody: {},
};

type Who = keyof typeof HEADERS;
type Extra = Parameters<Corpus['post']>[2];

function ask(who: Who, method: string, path: string, given: object = {}, extra: Extra = {}): void {
  const isQuery = method === 'GET';
  const query = isQuery
    ? `?${new URLSearchParams(given as Record<string, string>)}`.replaceAll('%24', '$')
    : '';
  corpus.request({
    name: `${who}: ${method} ${path} ${JSON.stringify(given)}`,
    method,
    path: path + (query === '?' ? '' : query),
    ...(!isQuery && { body: given }),
    headers: HEADERS[who] as Record<string, string>,
    ...extra,
  });
}

const listed = 'the message lists the resource types, and Orrery has two more';
const sql = "MLflow's message ends with its database's";

// Who one is.
for (const who of ['nobody', 'wrong', 'unknown'] as const) {
  ask(who, 'GET', `${TWO}/experiments/get`, { experiment_id: '0' });
  ask(who, 'POST', `${TWO}/experiments/search`, { max_results: 5 });
  ask(who, 'GET', '/api/2.0/mlflow-artifacts/artifacts/0/x.txt');
  ask(who, 'GET', '/api/2.0/mlflow-artifacts/artifacts', { path: '0' });
  ask(who, 'GET', '/version');
  ask(who, 'GET', '/health');
  // What MLflow's gateway, which Orrery has none of, says of itself.
  ask(who, 'GET', `${THREE}/server-info`, {}, { ignore: ['features_enabled'] });
}

ask(
  'bearer',
  'GET',
  `${TWO}/experiments/get`,
  { experiment_id: '0' },
  { differs: { why: 'MLflow has no tokens, and answers 500', status: 401 } },
);

// Users.
ask('admin', 'POST', `${TWO}/users/create`, { username: 'ada', password: 'password of ada' });
ask('admin', 'POST', `${TWO}/users/create`, { username: 'bob', password: 'password of bob' });
ask('admin', 'POST', `${TWO}/users/create`, { username: 'eve', password: 'password of eve' });
ask(
  'admin',
  'POST',
  `${TWO}/users/create`,
  { username: 'ada', password: 'password of ada' },
  { differs: { why: sql, status: 400 } },
);
ask('admin', 'POST', `${TWO}/users/create`, { username: 'short', password: 'short' });
ask('admin', 'POST', `${TWO}/users/create`, { username: '', password: 'long enough to be one' });
ask('admin', 'POST', `${TWO}/users/create`, { username: 'x' });
ask('admin', 'POST', `${TWO}/users/create`, { password: 'long enough to be one' });
ask('ada', 'POST', `${TWO}/users/create`, { username: 'by ada', password: 'long enough to be one' });
corpus.request({
  method: 'POST',
  path: `${TWO}/users/create`,
  body: 'username=x',
  headers: { ...HEADERS.admin, 'content-type': 'text/plain' },
});
for (const who of ['admin', 'ada'] as const) {
  ask(who, 'GET', `${TWO}/users/current`);
  ask(who, 'GET', `${TWO}/users/get`, { username: 'ada' });
  ask(who, 'GET', `${TWO}/users/get`, { username: 'bob' });
  ask(who, 'GET', `${TWO}/users/get`, { username: 'nobody' });
  ask(who, 'GET', `${TWO}/users/get`);
  ask(who, 'GET', `${TWO}/users/list`);
  ask(who, 'GET', '/ajax-api/2.0/mlflow/users/list');
  ask(who, 'GET', `${THREE}/users/current/permissions`);
}

// The default permission is READ; who makes something manages it.
ask('ada', 'POST', `${TWO}/experiments/create`, { name: 'of ada' }, { save: { exp: 'experiment_id' } });
ask('ada', 'GET', `${THREE}/users/current/permissions`);
ask(
  'ada',
  'POST',
  `${TWO}/runs/create`,
  { experiment_id: '$exp', run_name: 'first', start_time: 1 },
  { save: { run: 'run.info.run_id' } },
);
ask('ada', 'POST', `${TWO}/runs/create`, { experiment_id: '0' });
ask('bob', 'POST', `${TWO}/runs/create`, { experiment_id: '$exp' });
const EXPERIMENT: [string, string, object][] = [
  ['GET', 'experiments/get', { experiment_id: '$exp' }],
  ['GET', 'experiments/get-by-name', { experiment_name: 'of ada' }],
  ['GET', 'experiments/get-by-name', { experiment_name: 'of nobody' }],
  ['POST', 'experiments/set-experiment-tag', { experiment_id: '$exp', key: 'a', value: 'b' }],
  ['POST', 'experiments/update', { experiment_id: '$exp', new_name: 'of ada still' }],
  ['GET', 'runs/get', { run_id: '$run' }],
  ['GET', 'runs/get', { run_uuid: '$run' }],
  ['GET', 'runs/get', { run_id: '0123456789abcdef0123456789abcdef' }],
  ['GET', 'runs/get', {}],
  ['POST', 'runs/log-metric', { run_id: '$run', key: 'm', value: 1, timestamp: 1, step: 1 }],
  ['POST', 'runs/log-parameter', { run_id: '$run', key: 'p', value: '1' }],
  ['POST', 'runs/log-batch', { run_id: '$run', metrics: [{ key: 'm', value: 2, timestamp: 2, step: 2 }] }],
  ['POST', 'runs/set-tag', { run_id: '$run', key: 't', value: '1' }],
  ['POST', 'runs/set-tag', { key: 't', value: '1' }],
  ['POST', 'runs/search', { experiment_ids: ['$exp', '0'] }],
  ['GET', 'metrics/get-history', { run_id: '$run', metric_key: 'm' }],
  ['GET', 'artifacts/list', { run_id: '$run' }],
];
const experimentSteps = (who: Who) => {
  for (const [method, path, given] of EXPERIMENT) ask(who, method, `${TWO}/${path}`, given);
  ask(who, 'POST', `${TWO}/experiments/search`, { max_results: 10 });
  ask(who, 'GET', '/ajax-api/2.0/mlflow/metrics/get-history-bulk', { run_id: '$run', metric_key: 'm' });
};
for (const who of ['admin', 'ada', 'bob'] as const) experimentSteps(who);

// Grants of single users.
const grant = (who: Who, username: string, permission: string, id = '$exp', type = 'experiment') =>
  ask(who, 'POST', `${THREE}/users/permissions/grant`, {
    username,
    resource_type: type,
    resource_id: id,
    permission,
  });
const revoke = (who: Who, username: string, id = '$exp', type = 'experiment') =>
  ask(who, 'POST', `${THREE}/users/permissions/revoke`, { username, resource_type: type, resource_id: id });
const permission = (who: Who, username: string, id = '$exp', type = 'experiment') =>
  ask(who, 'GET', `${THREE}/users/permissions/get`, { username, resource_type: type, resource_id: id });

grant('bob', 'bob', 'MANAGE');
grant('ada', 'nobody', 'READ');
grant('ada', 'bob', 'WRITE');
grant('ada', 'bob', 'NO_PERMISSIONS');
grant('ada', 'bob', 'READ', '*');
grant('ada', 'bob', 'READ', '*', 'workspace');
grant('admin', 'bob', 'READ', '1', 'run');
let started = 1;
for (const level of ['READ', 'USE', 'EDIT', 'MANAGE', 'DENY']) {
  started += 1;
  grant('ada', 'bob', level);
  grant('ada', 'bob', level);
  permission('bob', 'bob');
  experimentSteps('bob');
  const made = { experiment_id: '$exp', start_time: started, run_name: level };
  ask('bob', 'POST', `${TWO}/runs/create`, made, { save: { [`run${level}`]: 'run.info.run_id' } });
  revoke('bob', 'bob');
  revoke('ada', 'bob');
}
revoke('ada', 'bob');
permission('ada', 'bob');
permission('admin', 'bob', '17');
permission('admin', 'nobody');
permission('bob', 'bob', '17', 'workspace');
ask('admin', 'GET', `${THREE}/users/permissions/get`, { username: 'bob' });
ask(
  'admin',
  'GET',
  `${THREE}/users/permissions/get`,
  { username: 'bob', resource_type: 'nothing', resource_id: '1' },
  { differs: { why: listed, status: 400 } },
);
for (const who of ['admin', 'bob', 'ada'] as const)
  ask(who, 'GET', `${THREE}/users/permissions/list`, { username: 'ada' });

// Roles.
ask('ada', 'POST', `${THREE}/roles/create`, { name: 'readers', workspace: 'default' });
ask(
  'admin',
  'POST',
  `${THREE}/roles/create`,
  { name: 'readers', workspace: 'default', description: 'who read' },
  { save: { readers: 'role.id' } },
);
ask(
  'admin',
  'POST',
  `${THREE}/roles/create`,
  { name: 'readers', workspace: 'default' },
  { differs: { why: sql, status: 400 } },
);
ask(
  'admin',
  'POST',
  `${THREE}/roles/create`,
  { name: 'others', workspace: 'elsewhere' },
  { save: { others: 'role.id' } },
);
ask('admin', 'POST', `${THREE}/roles/create`, { name: '__user_7__', workspace: 'default' });
ask('admin', 'POST', `${THREE}/roles/create`, { name: ' ', workspace: 'default' });
ask('admin', 'POST', `${THREE}/roles/create`, { name: 'x' });
ask('admin', 'POST', `${THREE}/roles/create`, { name: 'x', workspace: 'default', description: 5 });
const add = (who: Who, type: string, pattern: string, level: string, extra: Extra = {}) =>
  ask(
    who,
    'POST',
    `${THREE}/roles/permissions/add`,
    { role_id: '$readers', resource_type: type, resource_pattern: pattern, permission: level },
    extra,
  );
add('ada', 'experiment', '*', 'EDIT');
add('admin', 'experiment', '*', 'EDIT', { save: { permission: 'role_permission.id' } });
add('admin', 'experiment', '*', 'EDIT', { differs: { why: sql, status: 400 } });
add('admin', 'experiment', '*', 'WRITE');
add('admin', 'nothing', '*', 'EDIT', { differs: { why: listed, status: 400 } });
add('admin', 'run', '1', 'EDIT');
add('admin', 'workspace', '*', 'EDIT');
ask('admin', 'POST', `${THREE}/roles/permissions/add`, {
  role_id: 999,
  resource_type: 'experiment',
  resource_pattern: '*',
  permission: 'READ',
});
ask(
  'admin',
  'POST',
  `${THREE}/roles/permissions/add`,
  { role_id: 'x', resource_type: 'experiment', resource_pattern: '*', permission: 'READ' },
  { differs: { why: "the message shows the value as Python's repr does", status: 400 } },
);
ask('admin', 'GET', `${THREE}/roles/get`, { role_id: '$readers' });
ask('admin', 'GET', `${THREE}/roles/get`, { role_id: '999' });
ask('bob', 'GET', `${THREE}/roles/get`, { role_id: '$readers' });
ask('bob', 'GET', `${THREE}/roles/get`, { role_id: '999' });
ask('bob', 'GET', `${THREE}/roles/get`);
ask('admin', 'GET', `${THREE}/roles/list`);
ask('admin', 'GET', `${THREE}/roles/list`, { workspace: 'elsewhere' });
ask('bob', 'GET', `${THREE}/roles/list`);
ask('bob', 'GET', `${THREE}/roles/list`, { workspace: 'default' });
ask('eve', 'GET', `${THREE}/roles/list`, { workspace: 'default' });
ask(
  'admin',
  'POST',
  `${THREE}/roles/assign`,
  { username: 'eve', role_id: '$readers' },
  { ignore: ['assignment.id'] },
);
ask('admin', 'POST', `${THREE}/roles/assign`, { username: 'eve', role_id: '$readers' });
ask('admin', 'POST', `${THREE}/roles/assign`, { username: 'nobody', role_id: '$readers' });
ask('bob', 'POST', `${THREE}/roles/assign`, { username: 'bob', role_id: '$readers' });
ask('admin', 'GET', `${THREE}/roles/users/list`, { role_id: '$readers' }, { ignore: ['assignments.0.id'] });
ask('eve', 'GET', `${THREE}/roles/users/list`, { role_id: '$readers' });
ask('eve', 'GET', `${THREE}/users/roles/list`, { username: 'eve' });
ask('bob', 'GET', `${THREE}/users/roles/list`, { username: 'eve' });
ask('admin', 'GET', `${THREE}/users/roles/list`, { username: 'nobody' });
experimentSteps('eve');
ask('admin', 'PATCH', `${THREE}/roles/permissions/update`, {
  role_permission_id: '$permission',
  permission: 'DENY',
});
ask('admin', 'PATCH', `${THREE}/roles/permissions/update`, {
  role_permission_id: '$permission',
  permission: 'ALL',
});
ask('admin', 'PATCH', `${THREE}/roles/permissions/update`, { role_permission_id: 999, permission: 'READ' });
experimentSteps('eve');
ask('admin', 'GET', `${THREE}/roles/permissions/list`, { role_id: '$readers' });
ask('admin', 'DELETE', `${THREE}/roles/permissions/remove`, { role_permission_id: '$permission' });
ask('admin', 'DELETE', `${THREE}/roles/permissions/remove`, { role_permission_id: '$permission' });

// What lies in an experiment has tiers of its own.
for (const [type, level] of [
  ['run', 'DENY'],
  ['run', 'READ'],
  ['logged_model', 'DENY'],
] as const) {
  add('admin', type, '*', level, { save: { tier: 'role_permission.id' }, ignore: ['role_permission.id'] });
  experimentSteps('eve');
  ask('eve', 'POST', `${TWO}/experiments/delete`, { experiment_id: '$exp' });
  ask('admin', 'DELETE', `${THREE}/roles/permissions/remove`, { role_permission_id: '$tier' });
}
// Who manages the workspace manages all of it.
add('admin', 'workspace', '*', 'MANAGE', {
  save: { tier: 'role_permission.id' },
  ignore: ['role_permission.id'],
});
experimentSteps('eve');
ask(
  'eve',
  'POST',
  `${THREE}/roles/create`,
  { name: 'of eve', workspace: 'default' },
  { ignore: ['role.id'], save: { own: 'role.id' } },
);
ask('eve', 'DELETE', `${THREE}/roles/delete`, { role_id: '$own' });
ask('eve', 'POST', `${THREE}/roles/create`, { name: 'of eve', workspace: 'elsewhere' });
ask('eve', 'POST', `${TWO}/users/create`, { username: 'by eve', password: 'long enough to be one' });
ask('eve', 'GET', `${TWO}/users/list`);
ask('eve', 'GET', `${THREE}/users/roles/list`, { username: 'ada' });
permission('eve', 'ada');
grant('eve', 'bob', 'READ', '*');
revoke('eve', 'bob', '*');
ask('eve', 'DELETE', `${TWO}/users/delete`, { username: 'by eve' });
ask('admin', 'DELETE', `${THREE}/roles/permissions/remove`, { role_permission_id: '$tier' });
ask('admin', 'PATCH', `${THREE}/roles/update`, { role_id: '$readers', name: 'renamed' });
ask('admin', 'PATCH', `${THREE}/roles/update`, { role_id: '$readers' });
ask('admin', 'PATCH', `${THREE}/roles/update`, { role_id: '$readers', name: '' });
ask('admin', 'PATCH', `${THREE}/roles/update`, { role_id: '$readers', description: 'anew' });
ask('admin', 'DELETE', `${THREE}/roles/unassign`, { username: 'eve', role_id: '$readers' });
ask('admin', 'DELETE', `${THREE}/roles/unassign`, { username: 'eve', role_id: '$readers' });
ask('admin', 'DELETE', `${THREE}/roles/delete`, { role_id: '$readers' });
ask('admin', 'DELETE', `${THREE}/roles/delete`, { role_id: '$readers' });

// The registry.
ask('ada', 'POST', `${TWO}/registered-models/create`, { name: 'net' });
ask('ada', 'POST', `${TWO}/registered-models/create`, {
  name: 'prompt',
  tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
});
ask('ada', 'GET', `${THREE}/users/current/permissions`);
ask('ada', 'POST', `${TWO}/model-versions/create`, {
  name: 'net',
  source: 'mlflow-artifacts:/$exp/$run/artifacts/model',
  run_id: '$run',
});
ask('bob', 'POST', `${TWO}/model-versions/create`, {
  name: 'net',
  source: 'mlflow-artifacts:/$exp/$run/artifacts/model',
  run_id: '$run',
});
ask('ada', 'POST', `${TWO}/model-versions/create`, {
  name: 'net',
  source: 'models:/m-nothing',
  model_id: 'm-nothing',
});
const REGISTRY: [string, string, object][] = [
  ['GET', 'registered-models/get', { name: 'net' }],
  ['GET', 'registered-models/get', { name: 'nothing' }],
  ['GET', 'registered-models/get', {}],
  ['PATCH', 'registered-models/update', { name: 'net', description: 'a net' }],
  ['GET', 'registered-models/search', {}],
  ['GET', 'model-versions/get', { name: 'net', version: '1' }],
  ['GET', 'model-versions/get', { name: 'nothing', version: '1' }],
  ['GET', 'model-versions/search', {}],
  ['GET', 'model-versions/search', { filter: "run_id = '$run'" }],
  ['POST', 'registered-models/set-tag', { name: 'net', key: 'a', value: 'b' }],
  ['DELETE', 'registered-models/delete-tag', { name: 'net', key: 'a' }],
  ['POST', 'model-versions/set-tag', { name: 'net', version: '1', key: 'a', value: 'b' }],
  ['DELETE', 'model-versions/delete-tag', { name: 'net', version: '1', key: 'a' }],
  ['POST', 'registered-models/alias', { name: 'net', alias: 'best', version: '1' }],
  ['GET', 'registered-models/alias', { name: 'net', alias: 'best' }],
  ['DELETE', 'registered-models/alias', { name: 'net', alias: 'best' }],
  ['POST', 'registered-models/get-latest-versions', { name: 'net' }],
  ['GET', 'model-versions/get-download-uri', { name: 'net', version: '1' }],
  ['GET', 'webhooks', {}],
];
const registrySteps = (who: Who) => {
  for (const [method, path, given] of REGISTRY) ask(who, method, `${TWO}/${path}`, given);
};
for (const who of ['ada', 'bob', 'admin'] as const) registrySteps(who);
for (const level of ['EDIT', 'DENY', 'MANAGE']) {
  grant('ada', 'bob', level, 'net', 'registered_model');
  registrySteps('bob');
  if (level !== 'MANAGE') revoke('ada', 'bob', 'net', 'registered_model');
}
ask('ada', 'POST', `${TWO}/registered-models/rename`, { name: 'net', new_name: 'web' });
ask('bob', 'GET', `${THREE}/users/current/permissions`);
ask('eve', 'DELETE', `${TWO}/registered-models/delete`, { name: 'web' });
ask('bob', 'DELETE', `${TWO}/registered-models/delete`, { name: 'web' });
ask('bob', 'GET', `${THREE}/users/current/permissions`);

// Logged models.
ask('bob', 'POST', `${TWO}/logged-models`, { experiment_id: '$exp', name: 'of bob' });
ask(
  'ada',
  'POST',
  `${TWO}/logged-models`,
  { experiment_id: '$exp', name: 'of ada', source_run_id: '$run' },
  { save: { model: 'model.info.model_id' } },
);
const MODEL: [string, string, object][] = [
  ['GET', 'logged-models/$model', {}],
  ['GET', 'logged-models/m-nothing', {}],
  ['PATCH', 'logged-models/$model/tags', { tags: [{ key: 'a', value: 'b' }] }],
  ['PATCH', 'logged-models/$model', { model_id: '$model', status: 'LOGGED_MODEL_READY' }],
  ['POST', 'logged-models/search', { experiment_ids: ['$exp'] }],
  ['POST', 'logged-models/search', { experiment_ids: ['$exp'], filter: "source_run_id = '$run'" }],
  [
    'POST',
    'runs/log-metric',
    { run_id: '$run', key: 'm', value: 1, timestamp: 1, step: 1, model_id: '$model' },
  ],
  [
    'POST',
    'runs/log-metric',
    { run_id: '$run', key: 'm', value: 1, timestamp: 1, step: 1, model_id: 'm-nothing' },
  ],
  ['POST', 'runs/outputs', { run_id: '$run', models: [{ model_id: '$model', step: 1 }] }],
  ['GET', 'runs/get', { run_id: '$run' }],
];
for (const who of ['ada', 'bob', 'eve'] as const)
  for (const [method, path, given] of MODEL) ask(who, method, `${TWO}/${path}`, given);
ask('bob', 'DELETE', `${TWO}/logged-models/$model`);
ask('ada', 'DELETE', `${TWO}/logged-models/$model`);

// Artifacts, by the proxy.
const put = (who: Who, path: string) =>
  corpus.request({
    name: `${who}: PUT ${path}`,
    method: 'PUT',
    path: `/api/2.0/mlflow-artifacts/artifacts/${path}`,
    body: 'text',
    headers: HEADERS[who] as Record<string, string>,
  });
const FILE = '$exp/$run/artifacts/a.txt';
for (const who of ['bob', 'ada'] as const) {
  put(who, FILE);
  put(who, 'elsewhere/a.txt');
  put(who, '$exp/../0/a.txt');
  put(who, '%2e%2e/a.txt');
}
for (const who of ['bob', 'ada', 'nobody'] as const) {
  ask(who, 'GET', `/api/2.0/mlflow-artifacts/artifacts/${FILE}`);
  ask(who, 'GET', '/api/2.0/mlflow-artifacts/artifacts', { path: '$exp/$run/artifacts' });
  ask(who, 'GET', '/get-artifact', { run_id: '$run', path: 'a.txt' });
  ask(who, 'GET', '/get-artifact', { path: 'a.txt' });
}
grant('ada', 'bob', 'DENY');
ask('bob', 'GET', `/api/2.0/mlflow-artifacts/artifacts/${FILE}`);
ask('bob', 'GET', '/api/2.0/mlflow-artifacts/artifacts', { path: '$exp/$run/artifacts' });
ask('bob', 'GET', '/get-artifact', { run_id: '$run', path: 'a.txt' });
ask('bob', 'DELETE', `/api/2.0/mlflow-artifacts/artifacts/${FILE}`);
revoke('ada', 'bob');
ask('bob', 'DELETE', `/api/2.0/mlflow-artifacts/artifacts/${FILE}`);
ask('ada', 'DELETE', `/api/2.0/mlflow-artifacts/artifacts/${FILE}`);

// Deletion.
ask('bob', 'POST', `${TWO}/runs/delete`, { run_id: '$run' });
ask('ada', 'POST', `${TWO}/runs/delete`, { run_id: '$run' });
ask('ada', 'POST', `${TWO}/runs/restore`, { run_id: '$run' });
ask('bob', 'POST', `${TWO}/experiments/delete`, { experiment_id: '$exp' });
ask('ada', 'POST', `${TWO}/experiments/delete`, { experiment_id: '$exp' });
ask('ada', 'POST', `${TWO}/experiments/restore`, { experiment_id: '$exp' });
ask('bob', 'GET', `${TWO}/no/such/route`);

// Passwords.
ask('ada', 'PATCH', `${TWO}/users/update-password`, { username: 'bob', password: 'taken over by ada' });
ask('ada', 'PATCH', `${TWO}/users/update-password`, { username: 'ada', password: 'a new one of ada' });
ask('ada', 'PATCH', `${TWO}/users/update-password`, {
  username: 'ada',
  password: 'a new one of ada',
  current_password: 'wrong',
});
ask('ada', 'PATCH', `${TWO}/users/update-password`, {
  username: 'ada',
  password: 'password of ada',
  current_password: 'password of ada',
});
ask('ada', 'PATCH', `${TWO}/users/update-password`, {
  username: 'ada',
  password: 'short',
  current_password: 'password of ada',
});
ask('admin', 'PATCH', `${TWO}/users/update-password`, { username: 'ada', password: 'another password' });
ask('admin', 'PATCH', `${TWO}/users/update-password`, { username: 'nobody', password: 'another password' });
ask('ada', 'GET', `${TWO}/users/current`);
ask('wrong', 'GET', `${TWO}/users/current`);
ask('wrong', 'PATCH', `${TWO}/users/update-admin`, { username: 'ada', is_admin: true });
ask('admin', 'PATCH', `${TWO}/users/update-admin`, { username: 'ada', is_admin: true });
ask('wrong', 'GET', `${TWO}/webhooks`);
ask('admin', 'DELETE', `${TWO}/users/delete`, { username: 'admin' });
ask('bob', 'DELETE', `${TWO}/users/delete`, { username: 'ada' });
ask('admin', 'DELETE', `${TWO}/users/delete`, { username: 'ada' });
ask('admin', 'DELETE', `${TWO}/users/delete`, { username: 'ada' });
ask('wrong', 'GET', `${TWO}/users/current`);
ask('admin', 'GET', `${TWO}/users/list`);
