import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Orrery } from './orrery.ts';

const CLI = fileURLToPath(new URL('../packages/cli', import.meta.url));

/** The parts of answers that are looked at. */
interface Answer {
  run: { info: { run_id: string } };
  metrics: object[];
  trial: { number: number; params: { x: number } };
  importances: object[];
  id: string;
  study: { study_id: number };
  status: string;
}

describe('the bundle', () => {
  let orrery: Orrery;
  const ask = async (url: string, body?: object) => {
    const init = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await fetch(url, init);
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as Answer;
  };
  before(async () => {
    orrery = await Orrery.make();
    const folder = join(orrery.folder, 'bundle');
    execFileSync('npm', ['run', '--silent', 'bundle', '--', '--dir', folder], { cwd: CLI, stdio: 'pipe' });
    orrery.command = [process.execPath, join(folder, 'main.cjs')];
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    // It is up once each door answers, gRPC's with Optuna's messages too.
    const up = await orrery.run('up');
    assert.equal(up.code, 0, up.output);
  });
  after(() => orrery.remove());

  it("makes and reads MLflow's tables, with a thread for what takes long", async () => {
    const api = `${orrery.url}/api/2.0/mlflow`;
    const { run } = await ask(`${api}/runs/create`, { experiment_id: '0', start_time: 1 });
    const point = (i: number) => ({ key: 'loss', value: i, timestamp: i, step: i });
    for (let part = 0; part < 40; part++) {
      const metrics = Array.from({ length: 1000 }, (_, i) => point(part * 1000 + i));
      await ask(`${api}/runs/log-batch`, { run_id: run.info.run_id, metrics });
    }
    const history = `${api}/metrics/get-history?run_id=${run.info.run_id}&metric_key=loss`;
    for (let time = 0; time < 3; time++) assert.equal((await ask(history)).metrics.length, 40_000);
  });

  it('asks and tells, and finds what counts in a thread', async () => {
    const studies = `http://localhost:${orrery.ports[1]}/api/sweeps/studies`;
    const space = {
      x: { type: 'number', minimum: 0, maximum: 1 },
      y: { type: 'number', minimum: 0, maximum: 1 },
    };
    const { study } = await ask(studies, { name: 'bundled', space });
    for (let trial = 0; trial < 8; trial++) {
      const { trial: asked } = await ask(`${studies}/${study.study_id}/ask`, {});
      await ask(`${studies}/${study.study_id}/trials/${asked.number}/tell`, { values: [asked.params.x] });
    }
    const { importances } = await ask(`${studies}/${study.study_id}/importance`);
    assert.equal(importances.length, 2);
  });

  it('starts orchestrators from itself', async () => {
    const manifest =
      'globals: { experiment_name: bundled, metrics: { primary: score, direction: maximize } }\n' +
      'jobs: [{ dataset_slug: tiny, model_name: quick }]\n';
    const orchestrations = `http://localhost:${orrery.ports[2]}/api/workbench/orchestrations`;
    let state = await ask(orchestrations, { manifest });
    while (['RUNNING', 'QUEUED'].includes(state.status)) {
      await sleep(100);
      state = await ask(`${orchestrations}/${state.id}`);
    }
    assert.equal(state.status, 'FINISHED', JSON.stringify(state));
  });
});
