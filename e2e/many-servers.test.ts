import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { until } from '../scripts/until.ts';
import { Orrery } from './orrery.ts';

const SERVERS = 3;
const ROWS = 5;
const SECONDS = 24;

interface Server {
  orrery: Orrery;
  process: ChildProcess;
}

/** Three servers on one PostgreSQL; clients try the next one where the one they asked does not answer. */
describe('many servers of one database', () => {
  let postgres: PostgresServer;
  const servers: Server[] = [];
  const start = async (orrery: Orrery): Promise<Server> => {
    const process = orrery.spawn('server', '--doors', 'tracking');
    await until(async () => (await fetch(`${orrery.url}/health`).catch(() => null))?.ok ?? false);
    return { orrery, process };
  };
  before(async () => {
    postgres = await startPostgres();
    const url = postgres.database();
    for (let index = 0; index < SERVERS; index++) {
      const orrery = await Orrery.make();
      orrery.env.MLFLOW_BACKEND_STORE_URI = url;
      servers.push(await start(orrery));
    }
  });
  after(async () => {
    for (const { orrery, process } of servers) {
      process.kill('SIGKILL');
      await orrery.remove();
    }
    postgres.stop();
  });

  it('loses nothing that was acknowledged when one of them is killed every few seconds', async () => {
    let asked = 0;
    const post = async (path: string, body: object) => {
      for (let tries = 0; ; tries++) {
        const { orrery } = servers[asked++ % SERVERS] as Server;
        const answer = await fetch(`${orrery.url}/api/2.0/mlflow/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).catch(() => null);
        if (answer?.ok) return await answer.json();
        assert.ok(tries < 50, (await answer?.text()) ?? 'no server answers');
        await sleep(50);
      }
    };
    const deadline = Date.now() + SECONDS * 1000;
    const client = async () => {
      const { run } = (await post('runs/create', { experiment_id: '0' })) as {
        run: { info: { run_id: string } };
      };
      const { run_id } = run.info;
      let steps = 0;
      for (; Date.now() < deadline; steps++) {
        const keys = Array.from({ length: ROWS }, (_, index) => `m${index}`);
        const metrics = keys.map((key) => ({ key, value: steps, timestamp: 1, step: steps }));
        await post('runs/log-batch', { run_id, metrics });
      }
      return { run_id, steps };
    };
    const clients = Promise.all(Array.from({ length: 6 }, client));
    let kills = 0;
    while (Date.now() < deadline - 4000) {
      await sleep(2500);
      const index = kills++ % SERVERS;
      const { orrery, process } = servers[index] as Server;
      process.kill('SIGKILL');
      servers[index] = await start(orrery);
    }
    assert.ok(kills >= 3, `only ${kills} were killed`);
    const { orrery } = servers[0] as Server;
    for (const { run_id, steps } of await clients) {
      assert.ok(steps > 10, `only ${steps} batches`);
      for (let index = 0; index < ROWS; index++) {
        const query = `run_id=${run_id}&metric_key=m${index}&max_results=25000`;
        const answer = await fetch(`${orrery.url}/api/2.0/mlflow/metrics/get-history?${query}`);
        const { metrics } = (await answer.json()) as { metrics: { step: number }[] };
        assert.deepEqual(new Set(metrics.map(({ step }) => Number(step))), new Set(Array(steps).keys()));
      }
    }
  });
});
