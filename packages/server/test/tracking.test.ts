import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

describe('what pages of runs read', () => {
  let orrery: TestServer;
  const ids: string[] = [];
  const post = async (path: string, body: object) => {
    const answer = await fetch(orrery.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: of many shapes
    return { status: answer.status, body: (await answer.json()) as any };
  };
  before(async () => {
    orrery = await startOrrery();
    for (const name of ['a', 'b']) {
      const { body } = await post('/api/2.0/mlflow/runs/create', { experiment_id: '0', run_name: name });
      const run_id = body.run.info.run_id;
      const metrics = Array.from({ length: 900 }, (_, step) => ({
        key: 'loss',
        value: step === 450 ? -1 : 1 / 3,
        timestamp: 1000 + step,
        step,
      }));
      await post('/api/2.0/mlflow/runs/log-batch', { run_id, metrics });
      ids.push(run_id);
    }
  });
  after(async () => {
    await orrery.stop();
    removeFolder(orrery.folder);
  });

  it('many runs as runs/get shows each', async () => {
    const { body } = await post('/api/tracking/runs', { run_ids: ['nobody', ...ids] });
    assert.deepEqual(body.missing, ['nobody']);
    assert.equal(body.primary, 'loss');
    const one = await fetch(`${orrery.url}/api/2.0/mlflow/runs/get?run_id=${ids[1]}`);
    assert.deepEqual(body.runs[1], ((await one.json()) as { run: object }).run);
  });

  it('a metric of many runs in one answer, and more of it where one looks closer', async () => {
    const asked = { run_ids: ids, metrics: ['loss', 'accuracy'], points: 100 };
    const { series } = (await post('/api/tracking/series', asked)).body;
    assert.deepEqual(
      // biome-ignore lint/suspicious/noExplicitAny: as answered
      series.map(({ run_id, key, count }: any) => [run_id, key, count]),
      ids.map((id) => [id, 'loss', 900]),
    );
    const [far] = series;
    assert.equal(far.steps.length, 100);
    assert.equal(Math.min(...far.lows), -1);
    assert.equal(far.values[0], 0.333333333);
    const near = (await post('/api/tracking/series', { ...asked, axis: 'time', from: 1449, to: 1451 })).body
      .series[0];
    assert.deepEqual(near.values, [1 / 3, -1, 1 / 3]);
    assert.deepEqual(near.steps, [449, 450, 451]);
    assert.equal(near.lows, null);
  });

  it('how many runs each experiment has, those that run, and when something happened last', async () => {
    const activity = async () => {
      const answer = await fetch(`${orrery.url}/api/tracking/experiments`);
      return ((await answer.json()) as { experiments: object[] }).experiments;
    };
    const make = async (name: string) =>
      (await post('/api/2.0/mlflow/experiments/create', { name })).body.experiment_id as string;
    const [busy] = [await make('busy'), await make('of no runs')];
    const begun: string[] = [];
    for (const start_time of [5000, 7000, 6000]) {
      const { body } = await post('/api/2.0/mlflow/runs/create', { experiment_id: busy, start_time });
      begun.push(body.run.info.run_id);
    }
    await post('/api/2.0/mlflow/runs/update', { run_id: begun[0], status: 'FINISHED', end_time: 9000 });
    const known = (await activity()).filter(
      (one) => (one as { experiment_id: string }).experiment_id !== '0',
    );
    assert.deepEqual(known, [{ experiment_id: busy, runs: 3, running: 2, last_time: 9000 }]);
    await post('/api/2.0/mlflow/runs/delete', { run_id: begun[0] });
    assert.deepEqual((await activity()).at(-1), {
      experiment_id: busy,
      runs: 2,
      running: 2,
      last_time: 7000,
    });
  });

  it('refuse what they cannot do, naming it', async () => {
    const { status, body } = await post('/api/tracking/series', {
      run_ids: [],
      metrics: ['loss'],
      points: 2,
    });
    assert.equal(status, 400);
    assert.match(body.message, /run_ids.*points/s);
  });
});
