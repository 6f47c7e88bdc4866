import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrackingClient } from '@orrery/client';
import { finished, Orrery } from './orrery.ts';

describe('what a manifest asks for beyond single jobs', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    client = new TrackingClient(orrery.url);
    const catalog = join(orrery.folder, 'catalog');
    for (const slug of ['red', 'blue']) {
      mkdirSync(join(catalog, 'datasets', slug), { recursive: true });
      writeFileSync(join(catalog, 'datasets', slug, 'dataset.yaml'), `name: ${slug}\n`);
    }
    const model = (slug: string, command: string, schema = '{}') => {
      mkdirSync(join(catalog, 'models', slug), { recursive: true });
      writeFileSync(
        join(catalog, 'models', slug, 'model.yaml'),
        `name: ${slug}\nruntime: { command: "${command}" }\n`,
      );
      writeFileSync(join(catalog, 'models', slug, 'hyperparameters.schema.json'), schema);
    };
    const schema =
      '{"properties": {"depth": {"type": "integer", "default": 3}, "lr": {"type": "number", "default": 0.1}}}';
    model('quick', 'true', schema);
    model('other', 'true');
    model('flaky', 'echo x >> ../../../tries; test $(wc -l < ../../../tries) -ge 3');
    model('slow', 'until test -e ../../../go; do sleep 0.1; done');
    await orrery.up();
  });
  after(() => orrery.remove());

  const manifest = (name: string, jobs: string) => {
    const file = join(orrery.folder, `${name}.yaml`);
    writeFileSync(file, `globals: { experiment_name: ${name} }\njobs:\n${jobs}`);
    return file;
  };
  const runs = async (experiment: string) =>
    (await client.searchRuns([await client.getOrCreateExperiment(experiment)])).items;

  it('is a job for each dataset and model of a list', async () => {
    const file = manifest(
      'matrix',
      '  - { dataset_slug: [red, blue], model_name: [quick, other], timeout: 60 }\n',
    );
    assert.equal((await orrery.run('run', file)).code, 0);
    assert.deepEqual((await runs('matrix')).map(({ info }) => info.runName).sort(), [
      'blue/other',
      'blue/quick',
      'red/other',
      'red/quick',
    ]);
    const wrong = manifest('wrong', '  - { dataset_slug: [red, bleu], model_name: quick }\n');
    assert.match((await orrery.run('run', wrong)).output, /wrong\.yaml:3.*no dataset 'bleu'.*blue/s);
  });

  it('shows before it starts which params are its own', async () => {
    const file = manifest(
      'dry',
      '  - { dataset_slug: red, model_name: quick, model_params: { depth: 5 } }\n',
    );
    const { output } = await orrery.run('run', '--dry-run', file);
    assert.match(output, /^1 +red\/quick +local$/m);
    assert.match(output, /^ +depth +5 +the job$/m);
    assert.match(output, /^ +lr +0\.1 +default of the model's schema$/m);
    assert.equal((await runs('dry')).length, 0);
  });

  it('runs a job again that failed, as a run of its own', async () => {
    const file = manifest('again', '  - { dataset_slug: red, model_name: flaky, retries: 3 }\n');
    const { code, output } = await orrery.run('run', file);
    assert.equal(code, 0, output);
    const all = (await runs('again')).sort((a, b) => Number(a.info.startTime) - Number(b.info.startTime));
    assert.deepEqual(
      all.map(({ info }) => info.status),
      ['FAILED', 'FAILED', 'FINISHED'],
    );
    const tag = (index: number, key: string) => all[index]?.tags.find((each) => each.key === key)?.value;
    assert.equal(tag(1, 'orrery.retry_of'), all[0]?.info.runId);
    assert.equal(tag(2, 'orrery.attempt'), '3');
  });

  it('is left to the orchestrator that has it, unless that is dead', async () => {
    const file = manifest('shared', '  - { dataset_slug: red, model_name: slow }\n');
    const first = orrery.spawn('run', file);
    const ended = finished(first);
    for (let tries = 0; (await runs('shared')).length === 0; tries++) {
      assert.ok(tries < 100);
      await sleep(50);
    }
    const second = await orrery.run('run', file);
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /skipped, process \d+ has it already/);
    const go = join(orrery.folder, 'go');
    writeFileSync(go, '');
    assert.equal((await ended).code, 0);
    assert.equal((await runs('shared')).length, 1);
    rmSync(go);
    const third = orrery.spawn('run', file);
    const taken = () => readdirSync(join(orrery.store, 'locks')).some((name) => name.startsWith('shared-'));
    for (let tries = 0; !taken(); tries++) {
      assert.ok(tries < 100);
      await sleep(50);
    }
    third.kill('SIGKILL');
    writeFileSync(go, '');
    assert.equal((await orrery.run('run', file)).code, 0);
    assert.equal((await runs('shared')).filter(({ info }) => info.status === 'FINISHED').length, 2);
  });
});
