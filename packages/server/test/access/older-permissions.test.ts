import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { removeFolder, startOrrery } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

/** The calls of `mlflow.server.auth.client` before MLflow 3.10, which the server of 3.17 has no more. */
describe('permissions as older clients ask for them', () => {
  it('are made, told, changed and taken away, on experiments and on registered models', async () => {
    const server = await startOrrery(guardedPlace('NO_PERMISSIONS'));
    const send = async (method: string, path: string, body: Record<string, string>, who = 'admin') => {
      const password = who === 'admin' ? ADMIN_PASSWORD : 'a password of bob';
      const isQuery = method === 'GET';
      const answer = await fetch(
        `${server.url}/api/2.0/mlflow/${path}${isQuery ? `?${new URLSearchParams(body)}` : ''}`,
        {
          method,
          headers: { ...basic(who, password), 'content-type': 'application/json' },
          ...(!isQuery && { body: JSON.stringify(body) }),
        },
      );
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    };
    await send('POST', 'users/create', { username: 'bob', password: 'a password of bob' });
    await send('POST', 'registered-models/create', { name: 'net' });
    for (const { path, key, get, id } of [
      { path: 'experiments', key: 'experiment_id', get: 'experiments/get', id: '0' },
      { path: 'registered-models', key: 'name', get: 'registered-models/get', id: 'net' },
    ]) {
      const of = { [key]: id, username: 'bob' };
      const sees = async () => (await send('GET', get, { [key]: id }, 'bob')).status === 200;
      const call = (method: string, step: string, more: Record<string, string> = {}) =>
        send(method, `${path}/permissions/${step}`, { ...of, ...more });
      assert.equal(await sees(), false);
      const made = await call('POST', 'create', { permission: 'READ' });
      const name = path === 'experiments' ? 'experiment_permission' : 'registered_model_permission';
      assert.deepEqual(made.body[name], { [key]: id, user_id: 2, permission: 'READ' });
      assert.equal(
        (await call('POST', 'create', { permission: 'READ' })).body.error_code,
        'RESOURCE_ALREADY_EXISTS',
      );
      assert.equal(await sees(), true);
      assert.equal((await call('PATCH', 'update', { permission: 'MANAGE' })).status, 200);
      assert.equal((await call('GET', 'get')).body[name].permission, 'MANAGE');
      assert.equal((await call('PATCH', 'update', { permission: 'ALL' })).status, 400);
      assert.equal((await call('DELETE', 'delete')).status, 200);
      assert.equal((await call('DELETE', 'delete')).body.error_code, 'RESOURCE_DOES_NOT_EXIST');
      assert.equal(await sees(), false);
    }
    await server.stop();
    removeFolder(server.folder);
  });
});
