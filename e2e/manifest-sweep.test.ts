import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SweepClient, TrackingClient } from '@orrery/client';
import { finished, Orrery } from './orrery.ts';

/** Logs five epochs; fails where n is 2, and leaves word where it was asked to stop. */
const TRAIN = `
import sys, time
from orrery import EpochLogger, load_job_spec, output_dir
spec = load_job_spec().hyperparameters
if spec["n"] == 2: sys.exit(3)
with EpochLogger() as log:
    for epoch in range(5):
        log.log(epoch, score=spec["n"] + epoch)
        time.sleep(spec["delay"])
        if log.should_stop:
            (output_dir() / "stopped.txt").write_text(log.stop_reason)
            break
`;

const SCHEMA = {
  type: 'object',
  properties: {
    n: { type: 'integer', minimum: 1, maximum: 6, default: 1, 'x-sweepable': true },
    delay: { type: 'number', default: 0.1 },
  },
};

describe('a sweep of a manifest', () => {
  let orrery: Orrery;
  let sweeps: SweepClient;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    const model = join(orrery.folder, 'catalog', 'models', 'shaky');
    const dataset = join(orrery.folder, 'catalog', 'datasets', 'tiny');
    for (const folder of [model, dataset]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(dataset, 'dataset.yaml'), 'name: Tiny\n');
    writeFileSync(join(model, 'model.yaml'), 'name: Shaky\nruntime: { command: [python3, train.py] }\n');
    writeFileSync(join(model, 'hyperparameters.schema.json'), JSON.stringify(SCHEMA));
    writeFileSync(join(model, 'train.py'), TRAIN);
    await orrery.up();
    sweeps = new SweepClient(orrery.url);
    client = new TrackingClient(orrery.url);
  });
  after(() => orrery.remove());

  const write = (experiment: string, sweep: string, delay = 0.1) => {
    const file = `${experiment}.yaml`;
    writeFileSync(
      join(orrery.folder, file),
      `globals:
  experiment_name: ${experiment}
  run_user_params: false
  run_gridsearch: true
  metrics: { primary: score, direction: maximize }
  sweep: ${sweep}
jobs:
  - { dataset_slug: tiny, model_name: shaky, model_params: { delay: ${delay} } }
`,
    );
    return file;
  };
  const study = async (experiment: string) => {
    const info = (await sweeps.list()).find(({ name }) => name === `${experiment}__tiny__shaky`);
    assert.ok(info, `no study of ${experiment}`);
    return sweeps.get(info.study_id);
  };
  const tag = async (runId: unknown, name: string) => {
    const { info, tags } = await client.getRun(String(runId));
    return { status: info.status, value: tags.find(({ key }) => key === name)?.value };
  };

  it('tries each value, records what fails and what is pruned, and ends before n_trials', async () => {
    const settings =
      '{ n_trials: 30, parallel: 1, sampler: bruteforce, pruner: { name: median, n_startup_trials: 1 } }';
    const { code, output } = await orrery.run('run', write('tried', settings));
    assert.equal(code, 0, output);
    assert.match(output, /no more trials, every combination is tried/);
    const trials = await (await study('tried')).trials();
    assert.deepEqual(trials.map(({ params }) => params.n).sort(), [1, 2, 3, 4, 5, 6]);
    const pruned = trials.filter(({ state }) => state === 'PRUNED');
    assert.ok(pruned.length > 0 && pruned.length < 5, `${pruned.length} pruned`);
    for (const { params, state, user_attrs } of trials) {
      const { 'mlflow.run_id': runId, 'orrery.reason': reason } = user_attrs;
      const run = await tag(runId, 'orrery.reason');
      assert.equal(run.value, reason);
      const [folder] = globSync(join(orrery.store, 'jobs', 'tried', 'tiny__shaky', `trial-*-${runId}`));
      assert.ok(folder, 'a folder of its own');
      if (params.n === 2) assert.deepEqual([state, run.status, reason], ['FAIL', 'FAILED', 'exit code 3']);
      else if (state === 'PRUNED') {
        assert.match(String(reason), /^pruned at step \d by the median pruner$/);
        assert.equal(run.status, 'KILLED');
        assert.equal(readFileSync(join(folder, 'stopped.txt'), 'utf8'), reason);
      } else {
        assert.deepEqual([state, run.status, reason], ['COMPLETE', 'FINISHED', undefined]);
        assert.ok(!existsSync(join(folder, 'stopped.txt')));
      }
    }
    const { settings: kept } = await (await study('tried')).info();
    assert.equal(kept.sampler, 'bruteforce');
  });

  it('goes on where a killed one stopped, under the same parent', async () => {
    const file = write('cut', '{ n_trials: 5, parallel: 2, sampler: random, pruner: nop }', 0.4);
    const child = orrery.spawn('run', file);
    const done = finished(child);
    let begun: Awaited<ReturnType<typeof study>> | undefined;
    while (
      ((await begun?.trials()) ?? []).filter(({ user_attrs }) => user_attrs['mlflow.run_id']).length < 2
    ) {
      await sleep(100);
      begun = await study('cut').catch(() => undefined);
    }
    child.kill('SIGKILL');
    await done;
    const parent = (await begun?.info())?.user_attrs['mlflow.run_id'];
    const again = await orrery.run('run', file);
    const info = await (await study('cut')).info();
    assert.equal(info.user_attrs['mlflow.run_id'], parent, again.output);
    const { COMPLETE, FAIL, RUNNING } = info.counts;
    assert.deepEqual([COMPLETE + FAIL, RUNNING], [5, 0]);
    const orphans = (await begun?.trials('FAIL'))?.map(({ user_attrs }) => user_attrs['orrery.reason']);
    assert.ok(orphans?.includes('the process that ran it is gone'), String(orphans));
    assert.equal((await tag(parent, '')).status, 'FINISHED');
  });

  it('ends when its study is stopped, and when time is up', async () => {
    const file = write('ended', '{ n_trials: 500, parallel: 1, sampler: random, pruner: nop }', 0.05);
    const running = orrery.run('run', file);
    let found: Awaited<ReturnType<typeof study>> | undefined;
    while (((await found?.trials('COMPLETE')) ?? []).length === 0) {
      await sleep(100);
      found = await study('ended').catch(() => undefined);
    }
    await found?.stop('lunch');
    assert.match((await running).output, /no more trials, lunch/);
    const late = await orrery.run(
      'run',
      write('late', '{ n_trials: 500, parallel: 1, timeout: 1, pruner: nop }', 0.3),
    );
    assert.match(late.output, /no more trials, 1 s are over/);
    const { counts } = await (await study('late')).info();
    assert.ok(counts.COMPLETE + counts.FAIL < 20);
  });
});
