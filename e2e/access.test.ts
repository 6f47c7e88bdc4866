import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Orrery } from './orrery.ts';

const ADMIN = { MLFLOW_AUTH_ADMIN_PASSWORD: 'a password of admin', MLFLOW_APP_NAME: 'basic-auth' };
const PASSWORD = 'a password of ada';

describe('with users, the whole program', () => {
  let orrery: Orrery;
  const basic = (name: string, password: string) => ({
    authorization: `Basic ${btoa(`${name}:${password}`)}`,
  });
  const ada = basic('ada', PASSWORD);
  const send = async <T>(door: number, path: string, headers: object, body?: object): Promise<T> => {
    const answer = await fetch(`http://localhost:${orrery.ports[door]}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };

  before(async () => {
    orrery = await Orrery.make();
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    Object.assign(orrery.env, ADMIN);
    await orrery.up();
    const admin = basic('admin', ADMIN.MLFLOW_AUTH_ADMIN_PASSWORD);
    await send(0, '/api/2.0/mlflow/users/create', admin, { username: 'ada', password: PASSWORD });
    await send(0, '/api/3.0/mlflow/users/permissions/grant', admin, {
      username: 'ada',
      resource_type: 'workbench',
      resource_id: '*',
      permission: 'MANAGE',
    });
  });
  after(() => orrery.remove());

  const manifest = (experiment: string) =>
    `globals: { experiment_name: ${experiment}, metrics: { primary: score, direction: maximize } }\n` +
    'jobs:\n  - { dataset_slug: tiny, model_name: quick }\n';
  const statuses = async (name: string) => {
    const { experiment } = await send<{ experiment: { experiment_id: string } }>(
      0,
      `/api/2.0/mlflow/experiments/get-by-name?experiment_name=${name}`,
      ada,
    );
    const { runs } = await send<{ runs: { info: { status: string } }[] }>(
      0,
      '/api/2.0/mlflow/runs/search',
      ada,
      {
        experiment_ids: [experiment.experiment_id],
      },
    );
    return runs.map(({ info }) => info.status);
  };

  it('starts manifests for who may, and logs for whom it starts them', async () => {
    const { id } = await send<{ id: string }>(2, '/api/workbench/orchestrations', ada, {
      manifest: manifest('by_the_server'),
    });
    for (let tries = 0; ; tries++) {
      const { status } = await send<{ status: string }>(2, `/api/workbench/orchestrations/${id}`, ada);
      if (status !== 'RUNNING' && status !== 'QUEUED') break;
      assert.ok(tries < 600);
      await sleep(100);
    }
    assert.deepEqual(await statuses('by_the_server'), ['FINISHED']);
  });

  it('tells who does not sign in no more than that it is there', async () => {
    const { code, output } = await orrery.run('status');
    assert.equal(code, 0);
    assert.match(output, /asks who wants to know more/);
    assert.match((await orrery.run('doctor')).output, /Orrery answers, and asks who one is/);
  });

  it('runs manifests for who signs in by the variables of MLflow', async () => {
    const named = { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: PASSWORD };
    Object.assign(orrery.env, named);
    const file = join(orrery.folder, 'users.yaml');
    writeFileSync(file, manifest('from_a_shell'));
    const { code, output } = await orrery.run('run', file);
    assert.equal(code, 0, output);
    assert.deepEqual(await statuses('from_a_shell'), ['FINISHED']);
    const log = readFileSync(join(orrery.store, 'logs', 'server.log'), 'utf8');
    assert.ok(!log.includes(PASSWORD));
  });
});
