import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { finished, Orrery } from './orrery.ts';
import { metric } from './runs.ts';

/** Jobs that misbehave, as programs of Python. */
const MODELS: Record<string, string> = {
  odd: `
import json, os
out = os.environ["ORRERY_OUTPUT"] + "/"
line = lambda step, metrics: json.dumps({"step": step, "timestamp": 1000 + step, "metrics": metrics}) + "\\n"
with open(out + "metrics.jsonl", "w") as f:
    f.write(line(0, {"loss": 3, "bad": float("nan"), "worse": float("-inf"), "a:b%": 1}))
    f.write("no json at all\\n" * 1000)
    f.write('{"step": "two"}\\n[1, 2]\\nnull\\n')
    f.write(line(1, {"loss": 2, "essay": "x" * 10_000_000}))
    f.write(line(2, {"essay": "x" * 20_000_000}))
    f.write(line(3, {"loss": 1}) + '{"step": 4, "timest')
with open(out + "metrics.json", "w") as f:
    f.write('{"model_metrics": {"final": NaN, "acc": 0.5, "nested": {"f1": 1}}')
os.symlink("/etc", out + "etc")
os.mkfifo(out + "pipe")
os.mkdir(out + "many")
for i in range(300): open(out + "many/%d" % i, "w").write(str(i))
`,
  talker: `
import sys
for _ in range(300): sys.stdout.write("x" * 1_000_000)
`,
  forking: `
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(600)
    os._exit(0)
`,
  deaf: `
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
`,
  steady: `
import json, os, time
out = os.environ["ORRERY_OUTPUT"]
spec = json.load(open(out + "/job_spec.json"))
with open(out + "/metrics.jsonl", "w", buffering=1) as f:
    for step in range(spec["hyperparameters"].get("steps", 10)):
        f.write(json.dumps({"step": step, "timestamp": int(time.time() * 1000), "metrics": {"loss": 1 / (step + 1)}}) + "\\n")
        time.sleep(0.1)
`,
  filler: `
import os
with open(os.environ["ORRERY_OUTPUT"] + "/metrics.jsonl", "w", buffering=1) as f:
    f.write('{"step": 0, "timestamp": 1, "metrics": {"loss": 1}}\\n')
with open(os.environ["ORRERY_OUTPUT"] + "/huge", "w") as f:
    while True: f.write("x" * 100_000)
`,
};

/** A catalog of those models, and one small dataset. */
function makeCatalog(folder: string): void {
  const dataset = join(folder, 'catalog', 'datasets', 'tiny');
  mkdirSync(dataset, { recursive: true });
  writeFileSync(join(dataset, 'dataset.yaml'), 'name: Tiny\n');
  for (const [name, text] of Object.entries(MODELS)) {
    const model = join(folder, 'catalog', 'models', name);
    mkdirSync(model, { recursive: true });
    writeFileSync(join(model, 'model.yaml'), `name: ${name}\nruntime: { command: [python3, train.py] }\n`);
    writeFileSync(join(model, 'train.py'), text);
  }
}

describe('faults', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    makeCatalog(orrery.folder);
    client = new TrackingClient(orrery.url);
    await orrery.up();
  });
  after(() => orrery.remove());

  const manifest = (experiment: string, jobs: string[]) => {
    const file = join(orrery.folder, `${experiment}.yaml`);
    const list = jobs.map((job) => `  - { dataset_slug: tiny, model_name: ${job} }`).join('\n');
    writeFileSync(
      file,
      `globals: { experiment_name: ${experiment}, metrics: { primary: loss } }\njobs:\n${list}\n`,
    );
    return file;
  };
  const runsOf = async (experiment: string): Promise<Run[]> =>
    (await client.searchRuns([await client.getOrCreateExperiment(experiment)])).items;
  const runOf = async (experiment: string): Promise<Run> => {
    const [run, another] = await runsOf(experiment);
    assert.ok(run && !another);
    return run;
  };
  const tag = (run: Run, key: string) => run.tags.find((each) => each.key === key)?.value ?? '';
  /** Processes that carry the run's id. */
  const processesOf = ({ info }: Run) =>
    globSync('/proc/[0-9]*/environ').filter((file) => {
      try {
        return readFileSync(file, 'latin1').includes(`MLFLOW_RUN_ID=${info.runId}`);
      } catch {
        return false;
      }
    });

  it('keeps what can be kept of odd output, and says what it left out', async () => {
    const { code, output } = await orrery.run('run', manifest('odd', ['odd']));
    assert.equal(code, 0, output);
    const run = await runOf('odd');
    assert.equal(run.info.status, 'FINISHED');
    assert.equal(metric(run, 'a_b_'), 1);
    const losses = await client.getMetricHistory(run.info.runId, 'loss');
    assert.deepEqual(
      losses.map(({ step, value }) => [step, value]),
      [
        [0, 3],
        [1, 2],
        [3, 1],
      ],
    );
    for (const said of [
      /metrics\.jsonl:1 'bad' is no finite number/,
      /metrics\.jsonl:2 is not JSON/,
      /and \d{3} more: is not JSON and was left out/,
      /metrics\.jsonl:1005 'essay' is no finite number/,
      /metrics\.jsonl:1006 is longer than 16 MiB/,
      /metrics\.json is not JSON/,
    ]) {
      assert.match(output, said);
    }
    assert.ok(output.split('\n').length < 60, output);
    const files = await client.listArtifacts(run.info.runId, 'many');
    assert.equal(files.length, 300);
    const names = (await client.listArtifacts(run.info.runId)).map(({ path }) => path);
    assert.ok(!names.includes('etc') && !names.includes('pipe'), names.join());
  });

  it('stays small while a job prints 300 MB, and keeps all of it', async () => {
    const child = orrery.spawn('run', manifest('talker', ['talker']));
    const ended = finished(child);
    let peak = 0;
    const watching = setInterval(() => {
      const status = spawnSync('cat', [`/proc/${child.pid}/status`], { encoding: 'utf8' }).stdout;
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    }, 100);
    const { code, output } = await ended;
    clearInterval(watching);
    assert.equal(code, 0, output);
    const run = await runOf('talker');
    assert.equal(statSync(join(tag(run, 'orrery.folder'), 'container.log')).size, 300_000_000);
    const [log] = await client.listArtifacts(run.info.runId, 'logs');
    assert.equal(log?.size, 300_000_000);
    assert.ok(peak > 0 && peak < 300_000, `${peak} kB`);
  });

  it('leaves no process behind: daemons, and jobs that are deaf to SIGTERM', async () => {
    const { output } = await orrery.run('run', manifest('forking', ['forking', 'deaf, timeout: 1']));
    const runs = await runsOf('forking');
    assert.equal(runs.length, 2, output);
    for (const run of runs) {
      const isDeaf = run.info.runName.includes('deaf');
      assert.equal(run.info.status, isDeaf ? 'FAILED' : 'FINISHED');
      assert.equal(tag(run, 'orrery.reason'), isDeaf ? 'timed out after 1 s' : '');
      assert.deepEqual(processesOf(run), []);
    }
  });

  it('takes each job once where two orchestrators have one manifest', async () => {
    const jobs = [8, 9, 10, 11, 12, 13].map((steps) => `steady, model_params: { steps: ${steps} }`);
    const file = manifest('twice', jobs);
    const both = await Promise.all([
      orrery.run('run', '--jobs', '2', file),
      orrery.run('run', '--jobs', '2', file),
    ]);
    assert.ok(both.some(({ output }) => /skipped/.test(output)));
    const runs = await runsOf('twice');
    assert.deepEqual(
      runs.map(({ params }) => Number(params[0]?.value)).sort((a, b) => a - b),
      [8, 9, 10, 11, 12, 13],
    );
  });

  it('goes on where an orchestrator was killed: ends what it left, and runs it again', async () => {
    const file = manifest('killed', [
      'steady, model_params: { steps: 5 }',
      'steady, model_params: { steps: 600 }',
    ]);
    const child = orrery.spawn('run', '--jobs', '1', file);
    const ended = finished(child);
    const long = async () => (await runsOf('killed')).find(({ params }) => params[0]?.value === '600');
    for (let tries = 0; !(await long()); tries++) {
      assert.ok(tries < 300, 'the second job never began');
      await sleep(100);
    }
    await sleep(2000);
    child.kill('SIGKILL');
    await ended;
    writeFileSync(file, readFileSync(file, 'utf8').replace('600', '3'));
    const { code, output } = await orrery.run('run', '--resume', file);
    assert.equal(code, 0, output);
    assert.match(output, /closed 1 runs of an orchestrator that died/);
    assert.match(output, /skipped, it is complete|tiny\/steady +skipped/);
    const runs = await runsOf('killed');
    const bySteps = Object.fromEntries(runs.map((run) => [run.params[0]?.value, run]));
    assert.equal(runs.length, 3);
    assert.deepEqual([bySteps[5]?.info.status, bySteps[3]?.info.status], ['FINISHED', 'FINISHED']);
    const dead = bySteps[600] as Run;
    assert.equal(dead.info.status, 'KILLED');
    assert.match(tag(dead, 'orrery.reason'), /its orchestrator, process \d+, died/);
    assert.equal(tag(dead, 'orrery.heartbeat'), '');
    assert.deepEqual(processesOf(dead), []);
    const lines = readFileSync(join(tag(dead, 'orrery.folder'), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    assert.equal((await client.getMetricHistory(dead.info.runId, 'loss')).length, lines.length);
    assert.ok((await client.listArtifacts(dead.info.runId)).some(({ path }) => path === 'metrics.jsonl'));
  });
});

const isRoot = process.getuid?.() === 0;

describe('a full disk', { skip: isRoot ? false : 'only root mounts a small disk' }, () => {
  it('fails the job that filled it, and takes its run to the server once there is room', async () => {
    const orrery = await Orrery.make();
    makeCatalog(orrery.folder);
    mkdirSync(orrery.store);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'orrery', orrery.store]);
    try {
      await orrery.up();
      const file = join(orrery.folder, 'full.yaml');
      writeFileSync(
        file,
        'globals: { experiment_name: full }\njobs:\n  - { dataset_slug: tiny, model_name: filler }\n',
      );
      const child = orrery.spawn('run', file);
      const ended = finished(child);
      const huge = () => globSync(join(orrery.store, 'jobs', 'full', '*', '*', 'huge'))[0];
      const isFull = () => statfsSync(orrery.store).bavail < 32;
      for (let tries = 0; !(huge() && isFull()); tries++) {
        assert.ok(tries < 300 && child.exitCode === null, 'the disk never filled');
        await sleep(100);
      }
      await sleep(3000);
      rmSync(huge() as string);
      const { output } = await ended;
      await orrery.run('sync');
      const client = new TrackingClient(orrery.url);
      const { items } = await client.searchRuns([await client.getOrCreateExperiment('full')]);
      assert.equal(items.length, 1, output);
      const run = items[0] as Run;
      assert.equal(run.info.status, 'FAILED', output);
      assert.match(run.tags.find(({ key }) => key === 'orrery.reason')?.value ?? '', /exit code 1/);
      assert.equal(run.metrics.find(({ key }) => key === 'loss')?.value, 1);
      assert.ok(
        !existsSync(join(orrery.store, 'spool')) || globSync(join(orrery.store, 'spool', '*')).length === 0,
      );
    } finally {
      await orrery.run('down');
      execFileSync('umount', ['-l', orrery.store]);
      await orrery.remove();
    }
  });
});
