import assert from 'node:assert/strict';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobState } from '@orrery/runner';
import { freePort } from '../scripts/free-port.ts';
import { CuttingProxy } from './cutting-proxy.ts';
import { finished, Orrery } from './orrery.ts';

/** Logs nothing by itself: every point goes through the host. */
const TRAIN = `
import json, os, time
out = os.environ["ORRERY_OUTPUT"]
with open(out + "/metrics.jsonl", "w", buffering=1) as f:
    for step in range(2500):
        f.write(json.dumps({"step": step, "timestamp": 1000 + step, "metrics": {"loss": 1 / (step + 1), "acc": 0.5}}) + "\\n")
        if step % 500 == 0: time.sleep(0.5)
for name in range(5): open(out + "/file%d" % name, "w").write("x" * 50000)
json.dump({"model_metrics": {"final": 0.25}}, open(out + "/metrics.json", "w"))
`;

describe('what is told to a server over a bad line', () => {
  let orrery: Orrery;
  let proxy: CuttingProxy;
  let manifest: string;
  before(async () => {
    orrery = await Orrery.make();
    const write = (path: string, text: string) => {
      mkdirSync(join(orrery.folder, 'catalog', path, '..'), { recursive: true });
      writeFileSync(join(orrery.folder, 'catalog', path), text);
    };
    write('datasets/tiny/dataset.yaml', 'name: Tiny\n');
    write('models/steady/model.yaml', 'name: steady\nruntime: { command: [python3, train.py] }\n');
    write('models/steady/train.py', TRAIN);
    manifest = join(orrery.folder, 'manifest.yaml');
    const job = (lr: number) =>
      `  - { dataset_slug: tiny, model_name: steady, model_params: { lr: ${lr} } }\n`;
    writeFileSync(
      manifest,
      `globals: { experiment_name: bad line }\njobs:\n${[1, 2, 3, 4].map(job).join('')}`,
    );
    const port = await freePort();
    proxy = await CuttingProxy.start(orrery.ports[0] as number, port);
    orrery.env.MLFLOW_TRACKING_URI = `http://127.0.0.1:${port}`;
  });
  after(async () => {
    proxy.close();
    await orrery.remove();
  });

  const spools = () => globSync(join(orrery.store, 'spool', '*.jsonl')).length;

  it('arrives exactly once: connections cut anywhere, the server killed, the replay killed', async () => {
    await orrery.up();
    proxy.risk = 0.08;
    const { code, output } = await orrery.run('run', '--jobs', '4', manifest);
    assert.equal(code, 0, output);
    assert.equal(output.match(/the tracking server is away/g)?.length, 1, output);
    const pid = orrery.serverPid;
    for (let round = 0; round < 4 && spools() > 0; round++) {
      const sync = orrery.spawn('sync');
      const ended = finished(sync);
      await sleep(700 + 300 * round);
      sync.kill('SIGKILL');
      await ended;
    }
    process.kill(pid, 'SIGKILL');
    await orrery.up();
    proxy.risk = 0;
    await orrery.run('sync');
    for (let tries = 0; spools() > 0; tries++) {
      assert.ok(tries < 100, 'the spool is never empty');
      await sleep(100);
    }
    assert.ok(proxy.cuts > 5, `${proxy.cuts} cuts`);

    const database = new DatabaseSync(join(orrery.store, 'mlflow.db'), { readOnly: true });
    const states = globSync(join(orrery.store, 'jobs', '*', '*', '*', 'state.json')).map(
      (file) => JSON.parse(readFileSync(file, 'utf8')) as JobState,
    );
    const runs = database.prepare('SELECT run_uuid, status, end_time FROM runs ORDER BY run_uuid').all();
    assert.deepEqual(
      runs.map((run) => ({ ...run })),
      states
        .map(({ run_id, status, ended_ms }) => ({ run_uuid: run_id, status, end_time: ended_ms }))
        .sort((a, b) => (a.run_uuid < b.run_uuid ? -1 : 1)),
    );
    for (const { run_id } of states) {
      const count = (key: string) =>
        database
          .prepare(
            'SELECT COUNT(*) AS points, COUNT(DISTINCT step) AS steps FROM metrics WHERE run_uuid = ? AND key = ?',
          )
          .get(run_id, key);
      for (const key of ['loss', 'acc']) assert.deepEqual({ ...count(key) }, { points: 2500, steps: 2500 });
      assert.deepEqual({ ...count('final') }, { points: 1, steps: 1 });
      const beat = database
        .prepare("SELECT 1 FROM tags WHERE run_uuid = ? AND key = 'orrery.heartbeat'")
        .get(run_id);
      assert.equal(beat, undefined);
      const files = globSync(join(orrery.store, 'artifacts', '*', run_id, 'artifacts', 'file*'));
      assert.deepEqual(
        files.map((file) => readFileSync(file).length),
        [50000, 50000, 50000, 50000, 50000],
      );
    }
    database.close();
  });

  it('leaves records that a lost database can be made of', async () => {
    const whole = globSync(join(orrery.store, 'jobs', '*', '*', '*', 'run.jsonl')).map((file) =>
      readFileSync(file, 'utf8').startsWith('{"kind":"whole"'),
    );
    assert.deepEqual(whole, [true, true, true, true]);
  });
});
