import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { removeFolder, startMlflow, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

const MLFLOW = '/api/2.0/mlflow';
const PASSWORD = 'a password that is long';
const admin = basic('admin', ADMIN_PASSWORD);

/** One database of users, in turn with the real `mlflow server --app-name basic-auth`. */
describe('the users that Orrery and MLflow both have', () => {
  const place = guardedPlace('NO_PERMISSIONS');
  let server: TestServer;
  let experiment: string;
  const send = async (path: string, headers: object, body?: object, prefix = MLFLOW) => {
    const answer = await fetch(`${server.url}${prefix}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return {
      status: answer.status,
      body: (await answer.json().catch(() => ({}))) as Record<string, unknown>,
    };
  };
  const makeUser = async (username: string, permission: string) => {
    assert.equal((await send('/users/create', admin, { username, password: PASSWORD })).status, 200);
    const grant = { username, resource_type: 'experiment', resource_id: experiment, permission };
    assert.equal((await send('/users/permissions/grant', admin, grant, '/api/3.0/mlflow')).status, 200);
  };
  /** Statuses of a look, a change and a deletion. */
  const may = async (username: string) => {
    const named = basic(username, PASSWORD);
    const look = await send(`/experiments/get?experiment_id=${experiment}`, named);
    const tag = { experiment_id: experiment, key: 'by', value: username };
    const change = await send('/experiments/set-experiment-tag', named, tag);
    const remove = await send('/experiments/delete', named, { experiment_id: experiment });
    return [look.status, change.status, remove.status];
  };
  const turnTo = async (start: typeof startOrrery) => {
    await server.stop();
    server = await start(place);
  };
  before(async () => {
    server = await startOrrery(place);
    experiment = (await send('/experiments/create', admin, { name: 'shared' })).body.experiment_id as string;
  });
  after(async () => {
    await server.stop();
    removeFolder(place.folder);
  });

  it('may the same in both, whichever made them', async () => {
    await makeUser('ada', 'EDIT');
    assert.deepEqual(await may('ada'), [200, 200, 403]);
    await turnTo(startMlflow);
    assert.deepEqual(await may('ada'), [200, 200, 403]);
    await makeUser('bob', 'READ');
    assert.deepEqual(await may('bob'), [200, 403, 403]);
    const changed = { username: 'ada', password: 'another long password' };
    await fetch(`${server.url}${MLFLOW}/users/update-password`, {
      method: 'PATCH',
      headers: { ...admin, 'content-type': 'application/json' },
      body: JSON.stringify(changed),
    });
    await turnTo(startOrrery);
    assert.deepEqual(await may('bob'), [200, 403, 403]);
    assert.deepEqual(await may('ada'), [401, 401, 401]);
    const renewed = basic('ada', changed.password);
    assert.equal((await send(`/experiments/get?experiment_id=${experiment}`, renewed)).status, 200);
  });
});
