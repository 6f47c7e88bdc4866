import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { BOX, makeBox } from './box.ts';
import { finished, Orrery } from './orrery.ts';
import { tryRunToken } from './run-token.ts';
import { metric, tag } from './runs.ts';

const engine = spawnSync(fileURLToPath(new URL('../scripts/docker', import.meta.url)), { encoding: 'utf8' });
const skip = engine.status === 0 ? false : `no Docker engine here: ${engine.stderr.trim()}`;
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();

/** Models in containers of busybox; each of them says what it tries. */
const MODELS: Record<string, string> = {
  boxed: `
runtime:
  image: ${BOX}
  command: |
    echo "seed $ORRERY_SEED in $ORRERY_OUTPUT as $(id -u)"
    cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null | head -1 | sed 's/^/quota /'
    touch /input/new 2>/dev/null && echo writable
    cat /input/data.txt
    wget -q -O - --header 'content-type: application/json' --post-data "{\\"run_id\\": \\"$MLFLOW_RUN_ID\\", \\"key\\": \\"live\\", \\"value\\": 7, \\"timestamp\\": 1}" $MLFLOW_TRACKING_URI/api/2.0/mlflow/runs/log-metric
    echo '{"step": 0, "timestamp": 1000, "metrics": {"score": 0.5}}' > /output/metrics.jsonl
    sleep 4
    echo '{"model_metrics": {"score": 0.75, "final": {"auc": 0.9}}}' > /output/metrics.json
    echo to stderr >&2
`,
  hungry: `\nruntime:\n  image: ${BOX}\n  command: [tail, /dev/zero]\n`,
  alone: `\nruntime:\n  image: ${BOX}\n  network: none\n  command: ['sh', '-c', '! wget -q -T 2 -O - $MLFLOW_TRACKING_URI/health']\n`,
  built: `\nruntime:\n  image: orrery-test-built:1\nbuild: .\n`,
  unbuildable: `\nruntime:\n  image: orrery-test-unbuildable:1\nbuild: .\n`,
  missing: `\nruntime:\n  image: localhost:1/orrery-test-missing:1\n`,
  wrong: `\nruntime:\n  image: ${BOX}\n  command: [sh, -c, 'exit 3']\n`,
  searched: `
runtime:
  image: ${BOX}
  command: |
    n=$(sed -n 's/.*"n": *\\([0-9]*\\).*/\\1/p' /output/job_spec.json)
    for epoch in 0 1 2 3 4; do
      echo "{\\"step\\": $epoch, \\"timestamp\\": 1000, \\"metrics\\": {\\"val_loss\\": $n}}" >> /output/metrics.jsonl
      sleep 0.5
      if [ -e /output/stop.json ]; then cp /output/stop.json /output/stopped; break; fi
    done
`,
  slow: `\nruntime:\n  image: ${BOX}\n  command: ['sh', '-c', 'trap "echo asked to end; exit 0" TERM; echo begun; while :; do sleep 0.1; done']\n`,
};
const DOCKERFILES: Record<string, string> = {
  built: `FROM ${BOX}\nCOPY train.sh /train.sh\nCMD ["sh", "/train.sh"]\n`,
  unbuildable: `FROM ${BOX}\nRUN exit 5\n`,
};

describe('jobs in Docker containers', { skip }, () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    makeBox();
    spawnSync('docker', ['rmi', '-f', 'orrery-test-built:1', 'orrery-test-unbuildable:1']);
    orrery = await Orrery.make();
    client = new TrackingClient(orrery.url);
    const catalog = join(orrery.folder, 'catalog');
    mkdirSync(join(catalog, 'datasets', 'tiny'), { recursive: true });
    writeFileSync(join(catalog, 'datasets', 'tiny', 'dataset.yaml'), 'name: Tiny\n');
    writeFileSync(join(catalog, 'datasets', 'tiny', 'data.txt'), 'the data\n');
    for (const [name, text] of Object.entries(MODELS)) {
      const folder = join(catalog, 'models', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'model.yaml'), `name: ${name}\nversion: 1${text}`);
      if (DOCKERFILES[name]) writeFileSync(join(folder, 'Dockerfile'), DOCKERFILES[name]);
      writeFileSync(
        join(folder, 'train.sh'),
        `echo '{"model_metrics": {"score": 1}}' > /output/metrics.json\n`,
      );
    }
    await orrery.up();
  });
  after(() => orrery.remove());

  const manifest = (experiment: string, jobs: string[]) => {
    const file = join(orrery.folder, `${experiment}.yaml`);
    const list = jobs.map((job) => `  - { dataset_slug: tiny, model_name: ${job} }`).join('\n');
    writeFileSync(file, `globals: { experiment_name: ${experiment} }\njobs:\n${list}\n`);
    return file;
  };
  const runsOf = async (experiment: string): Promise<Run[]> =>
    (await client.searchRuns([await client.getOrCreateExperiment(experiment)])).items;
  const runOf = async (experiment: string): Promise<Run> => {
    const [run, another] = await runsOf(experiment);
    assert.ok(run && !another);
    return run;
  };
  const containers = () => docker('ps', '-aq', '--filter', `label=orrery.store=${orrery.store}`);
  const untilRunning = async () => {
    for (
      let tries = 0;
      docker('ps', '-q', '--filter', `label=orrery.store=${orrery.store}`) === '';
      tries++
    ) {
      assert.ok(tries < 200, 'no container started');
      await sleep(100);
    }
  };

  it('are trials of a sweep, and are asked to stop where they are pruned', async () => {
    const schema = { properties: { n: { type: 'integer', minimum: 1, maximum: 3, 'x-sweepable': true } } };
    const model = join(orrery.folder, 'catalog', 'models', 'searched');
    writeFileSync(join(model, 'hyperparameters.schema.json'), JSON.stringify(schema));
    const sweep =
      'mode: sweep, sweep: { sampler: bruteforce, parallel: 1, pruner: { name: median, n_startup_trials: 1 } }';
    const { code, output } = await orrery.run('run', manifest('searched', [`searched, ${sweep}`]));
    assert.equal(code, 0, output);
    const trials = (await runsOf('searched')).filter((run) => tag(run, 'orrery.kind') === 'trial');
    assert.equal(trials.length, 3);
    const pruned = trials.filter(({ info }) => info.status === 'KILLED');
    assert.ok(pruned.length > 0, output);
    for (const run of pruned) {
      assert.match(tag(run, 'orrery.reason') ?? '', /^pruned at step \d by the median pruner$/);
      const said = readFileSync(join(tag(run, 'orrery.folder') as string, 'stopped'), 'utf8');
      assert.equal((JSON.parse(said) as { reason: string }).reason, tag(run, 'orrery.reason'));
    }
    assert.equal(containers(), '');
  });

  it('reach the server, see their data, and are recorded with their own figures', async () => {
    const { code, output } = await orrery.run('run', manifest('boxed', ['boxed, mem_limit: 64m, cpus: 1']));
    assert.equal(code, 0, output);
    const run = await runOf('boxed');
    assert.equal(run.info.status, 'FINISHED');
    assert.equal(tag(run, 'orrery.executor'), 'docker');
    const log = readFileSync(join(tag(run, 'orrery.folder') as string, 'container.log'), 'utf8');
    assert.equal(metric(run, 'live'), 7, log);
    assert.equal(metric(run, 'score'), 0.75);
    assert.equal(metric(run, 'final.auc'), 0.9);
    const scores = await client.getMetricHistory(run.info.runId, 'score');
    assert.deepEqual(
      scores.map(({ value }) => value),
      [0.5, 0.75],
    );
    const memory = metric(run, 'system/system_memory_usage_megabytes');
    assert.ok(memory !== undefined && memory < 64, `memory ${memory}`);
    assert.ok((metric(run, 'system/cpu_utilization_percentage') ?? -1) >= 0);
    assert.match(log, /^seed 42 in \/output as \d+\nquota 100000\b.*\nthe data\n/);
    assert.ok(log.includes(`as ${process.getuid?.()}\n`));
    assert.match(log, /to stderr/);
    assert.doesNotMatch(log, /writable/);
    assert.equal(containers(), '');
  });

  it('are built from their Dockerfile where the image is missing, once', async () => {
    const { code, output } = await orrery.run('run', manifest('built', ['built', 'built']));
    assert.equal(code, 0, output);
    assert.equal(output.match(/building image orrery-test-built:1/g)?.length, 1);
    assert.match(output, /Step 2\/3 : COPY/);
    for (const run of await runsOf('built')) assert.equal(metric(run, 'score'), 1);
  });

  it('say why they failed', async () => {
    const jobs = ['hungry, mem_limit: 32m', 'wrong', 'missing', 'unbuildable', 'boxed, gpu: 1'];
    const { code } = await orrery.run('run', manifest('failing', jobs));
    assert.equal(code, 1);
    const reasons = Object.fromEntries(
      (await runsOf('failing')).map((run) => {
        assert.equal(run.info.status === 'FINISHED', tag(run, 'orrery.reason') === undefined);
        return [run.info.runName, tag(run, 'orrery.reason') ?? ''];
      }),
    );
    assert.match(reasons['tiny/hungry'] ?? '', /^out of memory \(limit 32 MiB\)/);
    assert.equal(reasons['tiny/wrong'], 'exit code 3');
    // Where there are GPUs the job has one, and runs.
    if (reasons['tiny/boxed'] !== undefined)
      assert.match(reasons['tiny/boxed'], /could not select device driver .*gpu/);
    assert.match(reasons['tiny/missing'] ?? '', /could not be started: image .* could not be pulled/);
    assert.match(
      reasons['tiny/unbuildable'] ?? '',
      /image orrery-test-unbuildable:1 could not be built: .*exit 5.*code: 5/,
    );
  });

  it('have no network where their model asks for none', async () => {
    const { code, output } = await orrery.run('run', manifest('alone', ['alone']));
    assert.equal(code, 0, output);
  });

  it('are stopped with SIGTERM where they are cancelled', async () => {
    const child = orrery.spawn('run', manifest('cancelled', ['slow']));
    const ended = finished(child);
    await untilRunning();
    const open = await runOf('cancelled');
    assert.equal(open.info.status, 'RUNNING');
    const live = join(tag(open, 'orrery.folder') as string, 'container.log');
    for (let tries = 0; !readFileSync(live, 'utf8').includes('begun'); tries++) {
      assert.ok(tries < 200, 'the log does not grow while the job runs');
      await sleep(50);
    }
    child.kill('SIGTERM');
    assert.equal((await ended).code, 130);
    const run = await runOf('cancelled');
    assert.equal(run.info.status, 'KILLED');
    const log = readFileSync(join(tag(run, 'orrery.folder') as string, 'container.log'), 'utf8');
    assert.match(log, /asked to end/);
    assert.equal(containers(), '');
  });

  it('are stopped by the next orchestrator where their own died', async () => {
    const child = orrery.spawn('run', manifest('orphaned', ['slow']));
    await untilRunning();
    child.kill('SIGKILL');
    const { code, output } = await orrery.run('run', manifest('next', ['alone']));
    assert.equal(code, 0, output);
    assert.match(output, /stopped 1 containers of an orchestrator that died/);
    assert.equal(containers(), '');
  });

  it('are refused before anything starts where the manifest is wrong', async () => {
    const jobs = ['boxed, executor: local, mem_limit: 5x', 'quick', 'built, gpu: many'];
    const { code, output } = await orrery.run(
      'run',
      manifest('bad', jobs.with(0, 'built, executor: local, mem_limit: 5x')),
    );
    assert.equal(code, 1);
    assert.match(output, /built names no runtime.command/);
    assert.match(output, /'5x' is no size/);
    assert.match(output, /no model 'quick'/);
    assert.match(output, /'many' is no number of GPUs/);
  });
});

describe('a job in a Docker container, at a server that asks who one is', { skip }, () => {
  let orrery: Orrery;
  before(async () => {
    makeBox();
    orrery = await Orrery.make();
    mkdirSync(join(orrery.folder, 'catalog', 'datasets', 'tiny'), { recursive: true });
    writeFileSync(join(orrery.folder, 'catalog', 'datasets', 'tiny', 'dataset.yaml'), 'name: Tiny\n');
  });
  after(() => orrery.remove());

  it('is let in as its own run alone, until that ends', () => tryRunToken(orrery, BOX, 'docker', {}));
});
