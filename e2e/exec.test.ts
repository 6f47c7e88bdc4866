import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { finished, Orrery } from './orrery.ts';

describe('orrery exec', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    orrery.env.ORRERY_HEARTBEAT_TIMEOUT = '12';
    await orrery.up();
    client = new TrackingClient(orrery.url);
  });
  after(() => orrery.remove());

  /** The one run of an experiment of its own. */
  const runOf = async (experiment: string): Promise<Run> => {
    const id = await client.getOrCreateExperiment(experiment);
    const { items } = await client.searchRuns([id]);
    assert.equal(items.length, 1);
    return items[0] as Run;
  };
  const train = (epochs: number, seconds: number, code: number) => [
    'python3',
    orrery.fixture('train.py'),
    ...[epochs, seconds, code].map(String),
  ];
  const tags = (run: Run) => Object.fromEntries(run.tags.map(({ key, value }) => [key, value]));
  /** Waits until a command has printed something. */
  const printed = (child: ChildProcess, text: string) =>
    new Promise<void>((resolve) => {
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (data) => {
          output += data;
          if (output.includes(text)) resolve();
        });
      }
    });
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await holds()) return;
      await sleep(100);
    }
    assert.fail('it never came to that');
  };

  it('records a command as a run, with its full history, files and origin', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: orrery.folder, stdio: 'ignore' });
    writeFileSync(join(orrery.folder, 'model.py'), 'depth = 3\n');
    git('init', '-q');
    git('add', 'model.py');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'first');
    writeFileSync(join(orrery.folder, 'model.py'), 'depth = 4\n');
    const { code, output } = await orrery.run(
      'exec',
      ...['--experiment', 'whole', '--run-name', 'yolo', '--param', 'lr=0.1', '--tag', 'team=vision'],
      ...['--results-csv', 'out/results.csv', '--metrics-jsonl', 'out/metrics.jsonl'],
      ...['--stdout-regex', String.raw`Epoch (?<step>\d+)\S* loss=(?<printed_loss>\S+)`],
      ...['--log-dir', 'out', '--artifact', 'out/weights/best.pt:models', '--artifact', 'none'],
      ...['--', ...train(4, 0.3, 0)],
    );
    assert.equal(code, 0, output);
    assert.match(output, /Epoch 3\/4 loss=0.2500/);
    assert.match(output, /nothing to upload at .*none/);
    const run = await runOf('whole');
    const { info } = run;
    assert.deepEqual([info.runName, info.status], ['yolo', 'FINISHED']);
    assert.match(output, new RegExp(`run ${info.runId}`));
    assert.deepEqual(run.params, [{ key: 'lr', value: '0.1' }]);
    const seen = tags(run);
    assert.equal(seen.team, 'vision');
    assert.match(seen['mlflow.source.git.commit'] ?? '', /^[0-9a-f]{40}$/);
    assert.equal(seen['mlflow.source.git.dirty'], 'true');
    assert.equal(seen['gpu.available'], String(seen['gpu.names'] !== undefined));
    assert.equal(seen.exit_code, '0');
    assert.equal(seen['orrery.heartbeat'], undefined);
    const history = async (key: string) =>
      (await client.getMetricHistory(info.runId, key)).map(({ step, value }) => [step, value]);
    const losses = [1, 0.5, 0.33333, 0.25];
    assert.deepEqual(
      await history('train/loss'),
      losses.map((loss, step) => [step, loss]),
    );
    assert.deepEqual(
      await history('metrics/mAP_0.5'),
      [0, 0.1, 0.2, 0.3].map((map, step) => [step, map]),
    );
    assert.deepEqual(
      await history('f1'),
      [0, 0.2, 0.4, 0.6].map((f1, step) => [step, f1]),
    );
    assert.equal((await history('printed_loss')).length, 4);
    assert.deepEqual(await history('best/train/loss'), [[0, 0.25]]);
    assert.ok((await history('system/cpu_utilization_percentage')).length > 0);
    const names = async (path: string) =>
      (await client.listArtifacts(info.runId, path)).map((each) => each.path);
    assert.deepEqual(await names(''), ['logs', 'models', 'source', 'training-output']);
    assert.deepEqual(await names('models'), ['models/best.pt']);
    assert.deepEqual(await names('source'), ['source/uncommitted.diff']);
    assert.deepEqual(await names('training-output'), [
      'training-output/metrics.jsonl',
      'training-output/results.csv',
      'training-output/weights',
    ]);
  });

  it('keeps the scripts that a command names as they were when it started, and no settings', async () => {
    const file = (path: string, text: string) => {
      mkdirSync(join(orrery.folder, dirname(path)), { recursive: true });
      writeFileSync(join(orrery.folder, path), text);
    };
    file('src/fit.sh', 'echo "echo later" > src/fit.sh\n');
    file('secrets.env', 'KEY=secret\n');
    const command = ['sh', 'src/fit.sh', 'secrets.env', '../elsewhere.py'];
    assert.equal((await orrery.run('exec', '--experiment', 'kept', '--', ...command)).code, 0);
    const { info } = await runOf('kept');
    const found = await client.listArtifacts(info.runId, 'source/src');
    assert.deepEqual(
      found.map(({ path }) => path),
      ['source/src/fit.sh'],
    );
    const text = await fetch(`${orrery.url}/get-artifact?run_uuid=${info.runId}&path=source/src/fit.sh`);
    assert.equal(await text.text(), 'echo "echo later" > src/fit.sh\n');
    const beside = (await client.listArtifacts(info.runId, 'source')).map(({ path }) => path);
    assert.ok(!beside.some((path) => path.includes('secrets') || path.includes('elsewhere')), String(beside));
  });

  it("passes on the command's exit code, and says what it was", async () => {
    assert.equal((await orrery.run('exec', '--experiment', 'fails', '--', ...train(1, 0, 3))).code, 3);
    const run = await runOf('fails');
    assert.equal(run.info.status, 'FAILED');
    assert.equal(tags(run)['orrery.reason'], 'exit code 3');
    const missing = await orrery.run('exec', '--experiment', 'missing', '--', 'no-such-command');
    assert.equal(missing.code, 127);
    assert.match(missing.output, /could not be started/);
    assert.equal((await runOf('missing')).info.status, 'FAILED');
    const killed = await orrery.run('exec', '--experiment', 'killed', '--', 'sh', '-c', 'kill -9 $$');
    assert.equal(killed.code, 137);
    const bad = await orrery.run('exec', '--param', 'lr', '--', 'true');
    assert.match(bad.output, /^orrery: --param takes KEY=VALUE, not lr/);
  });

  it('passes SIGTERM on, waits, and closes the run KILLED', async () => {
    const child = orrery.spawn('exec', '--experiment', 'terminated', '--', ...train(100, 0.2, 0));
    const ended = finished(child);
    await printed(child, 'Epoch 1/');
    child.kill('SIGTERM');
    assert.equal((await ended).code, 9);
    const run = await runOf('terminated');
    assert.equal(run.info.status, 'KILLED');
    assert.equal(tags(run)['orrery.reason'], 'ended by SIGTERM');
    const deaf = orrery.spawn(
      'exec',
      '--experiment',
      'deaf',
      '--grace',
      '1',
      '--',
      'sh',
      '-c',
      "trap '' TERM; echo deaf; while :; do sleep 0.2; done",
    );
    const over = finished(deaf);
    await printed(deaf, 'deaf\n');
    deaf.kill('SIGTERM');
    assert.equal((await over).code, 137);
    assert.equal((await runOf('deaf')).info.status, 'KILLED');
  });

  it('is closed by the server where it is killed itself', async () => {
    const child = orrery.spawn('exec', '--experiment', 'orphaned', '--', 'sleep', '40');
    await until(
      async () =>
        (await client.searchRuns([await client.getOrCreateExperiment('orphaned')])).items.length > 0,
    );
    await sleep(500);
    assert.ok(tags(await runOf('orphaned'))['orrery.heartbeat']);
    child.kill('SIGKILL');
    await until(async () => (await runOf('orphaned')).info.status === 'KILLED');
    const seen = tags(await runOf('orphaned'));
    assert.match(seen['orrery.reason'] ?? '', /no sign of life/);
    assert.equal(seen['orrery.heartbeat'], undefined);
  });

  it('goes on while the server is away, and tells it once it is back', async () => {
    await orrery.run('down');
    rmSync(join(orrery.folder, 'out'), { recursive: true, force: true });
    mkdirSync(join(orrery.folder, 'out'));
    const { code, output } = await orrery.run(
      'exec',
      ...['--experiment', 'away', '--results-csv', 'out/results.csv', '--', ...train(3, 0.1, 0)],
    );
    assert.equal(code, 0, output);
    assert.equal(output.match(/the tracking server is away/g)?.length, 1);
    assert.equal(readdirSync(join(orrery.store, 'spool')).length, 1);
    await orrery.up();
    await until(
      async () =>
        !existsSync(join(orrery.store, 'spool')) || readdirSync(join(orrery.store, 'spool')).length === 0,
    );
    const run = await runOf('away');
    assert.equal(run.info.status, 'FINISHED');
    assert.equal((await client.getMetricHistory(run.info.runId, 'train/loss')).length, 3);
  });
});
