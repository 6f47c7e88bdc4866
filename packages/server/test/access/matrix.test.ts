import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { serverConfig } from '@orrery/server';
import { ruleOf } from '../../src/access/rules/index.ts';
import { buildApp } from '../../src/app.ts';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';
import { EXPECTED, type Expected, type Fixture, type Level } from './routes.ts';

const PASSWORD = 'a password for all';
const MLFLOW = '/api/2.0/mlflow';

/** What each of them has on everything that there is, where nothing is permitted by default. */
const PERMISSIONS = { none: null, read: 'READ', edit: 'EDIT', manage: 'MANAGE', deny: 'DENY' } as const;
const PASSED: Record<string, Level[]> = {
  none: ['caller', 'whole'],
  deny: ['caller', 'whole'],
  read: ['caller', 'whole', 'read'],
  edit: ['caller', 'whole', 'read', 'edit'],
  manage: ['caller', 'whole', 'read', 'edit', 'manage'],
  workspace: ['caller', 'whole', 'read', 'edit', 'manage', 'workspace'],
  admin: ['caller', 'whole', 'read', 'edit', 'manage', 'workspace', 'admin'],
  run: [],
  'another run': [],
  expired: [],
  nobody: [],
};
/** Routes after which what they are about is another, or is no more. */
const CHANGES =
  /^DELETE|\/(delete|rename|update|update-admin|update-password|grant|revoke|assign|permissions\/create|permissions\/add|ask|tell)$/;
const ROLES = Object.keys(PASSED);

/** Asked elsewhere: one stays open, the other is for who is refused. */
const ELSEWHERE = ['GET /api/live', 'POST /api/access/login'];

describe('who may use which route', () => {
  let place: ReturnType<typeof guardedPlace>;
  let server: TestServer;
  const admin = basic('admin', ADMIN_PASSWORD);

  const send = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(server.url + path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const make = async <T>(path: string, body: object, headers = admin): Promise<T> => {
    const answer = await send('POST', path, headers, body);
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return (await answer.json()) as T;
  };

  before(async () => {
    place = guardedPlace('NO_PERMISSIONS');
    server = await startOrrery(place);
    for (const username of [...Object.keys(PERMISSIONS), 'workspace'])
      await make(`${MLFLOW}/users/create`, { username, password: PASSWORD });
    const grant = (username: string, resource_type: string, permission: string) =>
      make('/api/3.0/mlflow/users/permissions/grant', {
        username,
        resource_type,
        resource_id: '*',
        permission,
      });
    for (const [username, permission] of Object.entries(PERMISSIONS))
      for (const type of ['experiment', 'registered_model', 'study', 'workbench'])
        if (permission && permission !== 'DENY') await grant(username, type, permission);
    const { role } = await make<{ role: { id: number } }>('/api/3.0/mlflow/roles/create', {
      name: 'managers',
      workspace: 'default',
    });
    await make('/api/3.0/mlflow/roles/permissions/add', {
      role_id: role.id,
      resource_type: 'workspace',
      resource_pattern: '*',
      permission: 'MANAGE',
    });
    await make('/api/3.0/mlflow/roles/assign', { username: 'workspace', role_id: role.id });
    const { role: empty } = await make<{ role: { id: number } }>('/api/3.0/mlflow/roles/create', {
      name: 'of everybody',
      workspace: 'default',
    });
    for (const username of Object.keys(PERMISSIONS))
      await make('/api/3.0/mlflow/roles/assign', { username, role_id: empty.id });
  });

  after(async () => {
    await server.stop();
    removeFolder(place.folder);
  });

  let count = 0;
  /** @param known a user that is there still */
  const fixture = async (known?: string): Promise<Fixture> => {
    count += 1;
    const experimentName = `experiment ${count}`;
    const { experiment_id } = await make<{ experiment_id: string }>(`${MLFLOW}/experiments/create`, {
      name: experimentName,
    });
    const { run } = await make<{ run: { info: { run_id: string } } }>(`${MLFLOW}/runs/create`, {
      experiment_id,
      start_time: 1,
    });
    const { model } = await make<{ model: { info: { model_id: string } } }>(`${MLFLOW}/logged-models`, {
      experiment_id,
      source_run_id: run.info.run_id,
    });
    const name = `model ${count}`;
    await make(`${MLFLOW}/registered-models/create`, { name });
    const source = `mlflow-artifacts:/${experiment_id}/${run.info.run_id}/artifacts/model`;
    await make(`${MLFLOW}/model-versions/create`, { name, source, run_id: run.info.run_id });
    const { study } = await make<{ study: { study_id: number } }>('/api/sweeps/studies', {
      name: `study ${count}`,
      space: { x: { type: 'number', minimum: 0, maximum: 1 } },
    });
    await make(`/api/sweeps/studies/${study.study_id}/ask`, {});
    const other = known ?? `other ${count}`;
    if (!known) await make(`${MLFLOW}/users/create`, { username: other, password: PASSWORD });
    const { role } = await make<{ role: { id: number } }>('/api/3.0/mlflow/roles/create', {
      name: `role ${count}`,
      workspace: 'default',
    });
    const { role_permission } = await make<{ role_permission: { id: number } }>(
      '/api/3.0/mlflow/roles/permissions/add',
      { role_id: role.id, resource_type: 'scorer', resource_pattern: '*', permission: 'READ' },
    );
    const own = [
      ['experiment', experiment_id],
      ['registered_model', name],
      ['study', String(study.study_id)],
    ];
    for (const [resource_type, resource_id] of own)
      await make('/api/3.0/mlflow/users/permissions/grant', {
        username: 'deny',
        resource_type,
        resource_id,
        permission: 'DENY',
      });
    return {
      experiment: experiment_id,
      experimentName,
      run: run.info.run_id,
      model: model.info.model_id,
      name,
      study: study.study_id,
      other,
      role: role.id,
      rolePermission: role_permission.id,
      token: 'none',
    };
  };

  const headersOf = async (role: string, { run }: Fixture, elsewhere: Fixture) => {
    const runToken = async (run_id: string) => {
      const { token } = await make<{ token: string }>('/api/access/run-tokens', { run_id });
      return { authorization: `Bearer ${token}` };
    };
    switch (role) {
      case 'nobody':
        return {};
      case 'admin':
        return admin;
      case 'run':
        return runToken(run);
      case 'another run':
        return runToken(elsewhere.run);
      case 'expired': {
        const ended = await runToken(elsewhere.run);
        await make(`${MLFLOW}/runs/update`, { run_id: elsewhere.run, status: 'FINISHED' });
        return ended;
      }
      default:
        return basic(role, PASSWORD);
    }
  };

  it('is told for each route that the server has', async () => {
    const config = serverConfig(
      { appName: 'basic-auth' },
      { ORRERY_STORE: `${place.folder}/routes`, MLFLOW_AUTH_ADMIN_PASSWORD: ADMIN_PASSWORD },
    );
    const { app, guard } = await buildApp(config);
    for (const url of ['/api/tracking/none', '/api/openapi.json']) await app.inject({ url, headers: admin });
    const routes = [...(guard?.routes ?? [])].filter((route) => !/^(HEAD|OPTIONS) /.test(route));
    await app.close();
    assert.ok(routes.length > 150);
    const ruled = routes.filter((route) => {
      const [method = '', url = ''] = route.split(' ');
      return ruleOf(method, url) === null;
    });
    assert.deepEqual(ruled, [], 'routes without a rule');
    const bare = routes
      .map((route) => route.replace(/\/api\/2\.0(\/mlflow(?=\/)|(?=\/mlflow-artifacts\/))/, ''))
      .filter(
        (route) => !/ \/api\/(workbench|sweeps|tracking)\/\*$/.test(route) && !ELSEWHERE.includes(route),
      )
      .filter((route) => !/^(?!GET).* \/api\/openapi\.json$/.test(route));
    assert.deepEqual(
      bare.filter((route) => !(route in EXPECTED)).sort(),
      [],
      'routes that this test leaves out',
    );
  });

  for (const role of ROLES) {
    it(`holds for ${role}`, async () => {
      const wrong: string[] = [];
      const elsewhere = await fixture();
      let about = await fixture();
      for (const [route, expected] of Object.entries(EXPECTED)) {
        const [method = '', path = ''] = route.split(' ');
        const headers: Record<string, string> = await headersOf(role, about, elsewhere);
        const url = urlOf(path, expected, about);
        const answer = await send(method, url, headers, expected.body?.(about));
        const text = await answer.text();
        const isIn = answer.status !== 401 && answer.status !== 403;
        if (isIn !== isExpected(role, expected))
          wrong.push(`${route}: ${answer.status} ${text.slice(0, 120)}`);
        if (isIn && CHANGES.test(route))
          about = await fixture(route.includes('/users/') ? undefined : about.other);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('holds for what is told live', async () => {
    const about = await fixture();
    const hears = async (username: string) => {
      const stop = new AbortController();
      const answer = await fetch(`${server.url}/api/live`, {
        headers: basic(username, PASSWORD),
        signal: stop.signal,
      });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      return {
        async until(text: string) {
          while (!heard.includes(text)) heard += (await reader?.read())?.value ?? '';
          return heard;
        },
        stop: () => stop.abort(),
      };
    };
    const [reader, none] = [await hears('read'), await hears('none')];
    await make(`${MLFLOW}/runs/log-metric`, { run_id: about.run, key: 'm', value: 1, timestamp: 1 });
    assert.match(await reader.until(about.run), /event: runs/);
    // Something that everybody hears ends what was not heard before.
    await make('/api/sweeps/studies', { name: 'heard by all' });
    assert.doesNotMatch(await none.until('event: studies'), new RegExp(about.run));
    reader.stop();
    none.stop();
  });
});

function isExpected(role: string, { level, ofRun }: Expected): boolean {
  if (level === 'anybody') return true;
  if (role === 'run') return ofRun === true;
  // A search answers whoever asks, with what is its own.
  if (role === 'another run') return level === 'caller' && ofRun === true;
  return PASSED[role]?.includes(level) ?? false;
}

function urlOf(path: string, { query }: Expected, about: Fixture): string {
  const file = `${about.experiment}/${about.run}/artifacts/a.txt`;
  const filled = path
    .replace(':model_id', about.model)
    .replace(':experiment_id', about.experiment)
    .replace(':run_id', about.run)
    .replace(':study_id', String(about.study))
    .replace(':number', '0')
    .replace(':tag_key', 'a')
    .replace(/:(id|webhook_id)/, 'nothing')
    .replace('view/*', 'view/a.txt')
    .replace('*', path.startsWith('/mlflow-artifacts') ? file : 'a.txt');
  const isOwn =
    /^\/(api|get-artifact|model-versions\/get-artifact|health|version|assets|orrery|metrics$)/.test(filled);
  const prefix = isOwn ? '' : filled.startsWith('/mlflow-artifacts') ? '/api/2.0' : MLFLOW;
  return prefix + filled + (query?.(about) ?? '');
}
