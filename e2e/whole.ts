import assert from 'node:assert/strict';
import { until } from '../scripts/until.ts';
import type { Orrery } from './orrery.ts';

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

async function ask(url: string, body?: object): Promise<Answer> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, init);
  assert.ok(answer.ok, await answer.clone().text());
  return (await answer.json()) as Answer;
}

/** What a program lacks that was packed without one of its files; each asks a server that is up. */
export const WHOLE: Record<string, (orrery: Orrery) => Promise<void>> = {
  async "makes and reads MLflow's tables, with a thread for what takes long"({ url }) {
    const api = `${url}/api/2.0/mlflow`;
    const { run } = await ask(`${api}/runs/create`, { experiment_id: '0', start_time: 1 });
    const point = (i: number) => ({ key: 'loss', value: i, timestamp: i, step: i });
    for (let part = 0; part < 40; part++) {
      const metrics = Array.from({ length: 1000 }, (_, i) => point(part * 1000 + i));
      await ask(`${api}/runs/log-batch`, { run_id: run.info.run_id, metrics });
    }
    const history = `${api}/metrics/get-history?run_id=${run.info.run_id}&metric_key=loss`;
    for (let time = 0; time < 3; time++) assert.equal((await ask(history)).metrics.length, 40_000);
  },

  async 'asks and tells, and finds what counts in a thread'({ ports }) {
    const studies = `http://localhost:${ports[1]}/api/sweeps/studies`;
    const space = {
      x: { type: 'number', minimum: 0, maximum: 1 },
      y: { type: 'number', minimum: 0, maximum: 1 },
    };
    const { study } = await ask(studies, { name: 'whole', space });
    for (let trial = 0; trial < 8; trial++) {
      const { trial: asked } = await ask(`${studies}/${study.study_id}/ask`, {});
      await ask(`${studies}/${study.study_id}/trials/${asked.number}/tell`, { values: [asked.params.x] });
    }
    const { importances } = await ask(`${studies}/${study.study_id}/importance`);
    assert.equal(importances.length, 2);
  },

  async 'starts orchestrators from itself'({ ports }) {
    const manifest =
      'globals: { experiment_name: whole, metrics: { primary: score, direction: maximize } }\n' +
      'jobs: [{ dataset_slug: tiny, model_name: quick }]\n';
    const orchestrations = `http://localhost:${ports[2]}/api/workbench/orchestrations`;
    let state = await ask(orchestrations, { manifest });
    await until(async () => {
      state = await ask(`${orchestrations}/${state.id}`);
      return !['RUNNING', 'QUEUED'].includes(state.status);
    });
    assert.equal(state.status, 'FINISHED', JSON.stringify(state));
  },
};
