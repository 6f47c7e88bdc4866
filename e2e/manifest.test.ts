import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../scripts/free-port.ts';
import { askOracle, oraclePython } from '../scripts/oracle.ts';
import { finished, Orrery } from './orrery.ts';

interface SeenRun {
  name: string;
  status: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: Record<string, number>;
  artifacts: string[];
  score: [step: number, value: number][];
}

/** What the unmodified MLflow client sees of an experiment. */
const SEE = `
import json, os, sys
ask = json.load(sys.stdin)
os.environ["MLFLOW_TRACKING_URI"] = ask["uri"]
import mlflow
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name(ask["experiment"])
def files(run_id, path=None):
    for item in client.list_artifacts(run_id, path):
        if item.is_dir: yield from files(run_id, item.path)
        else: yield item.path
def see(run):
    return {"name": run.info.run_name, "status": run.info.status, "params": run.data.params, "tags": run.data.tags,
            "metrics": run.data.metrics, "artifacts": sorted(files(run.info.run_id)),
            "score": [[m.step, m.value] for m in client.get_metric_history(run.info.run_id, "score")]}
print(json.dumps({run.info.run_id: see(run) for run in client.search_runs([experiment.experiment_id], max_results=500)}))
`;

const see = (uri: string, experiment: string) => askOracle<Record<string, SeenRun>>(SEE, { uri, experiment });

describe('a manifest, from the command to the clients', () => {
  let orrery: Orrery;
  let output: string;
  let runs: Record<string, SeenRun>;
  const byName = (name: string) => Object.values(runs).find((run) => run.name === name) as SeenRun;

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    const run = await orrery.run('run', orrery.fixture('manifest.yaml'));
    output = run.output;
    assert.equal(run.code, 1, output);
    runs = see(orrery.url, 'end-to-end');
  });
  after(() => orrery.remove());

  it('records a job: params, tags, history once, finite scalars, artifacts', () => {
    const job = byName('tiny/quick');
    assert.equal(job.status, 'FINISHED');
    assert.deepEqual(job.params, { epochs: '8', delay: '0.03', rate: '0.1', kind: 'a' });
    assert.equal(job.tags['orrery.dataset'], 'tiny');
    assert.equal(job.tags['mlflow.source.name'], orrery.fixture('manifest.yaml'));
    assert.deepEqual(
      job.score.map(([step]) => step),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    assert.equal(job.metrics['nested.f1'], 0.5);
    assert.equal(job.metrics.old, 2);
    assert.ok(!('nested.bad' in job.metrics));
    assert.ok('system/cpu_utilization_percentage' in job.metrics);
    const expected = [
      'job_spec.json',
      'logs/container.log',
      'logs/orchestrator.log',
      'manifest.yaml',
      'metrics.json',
    ];
    assert.deepEqual(job.artifacts, [...expected, 'metrics.jsonl', 'plots/curve.txt']);
    assert.match(output, /nested\.bad' is no finite number/);
  });

  it('records a job that fails, with what it left', () => {
    const job = byName('tiny/failing');
    assert.equal(job.status, 'FAILED');
    assert.equal(job.tags['orrery.reason'], 'exit code 3');
    assert.ok(job.artifacts.includes('logs/container.log'));
    assert.match(output, /tiny\/failing +FAILED/);
  });

  it('keeps the sweep as a study that Optuna reads, with a child run a trial', () => {
    const [parentId, parent] =
      Object.entries(runs).find(([, run]) => run.tags['orrery.kind'] === 'sweep') ?? [];
    const children = Object.entries(runs).filter(([, run]) => run.tags['mlflow.parentRunId'] === parentId);
    assert.equal(parent?.status, 'FINISHED');
    assert.equal(children.length, 12);
    const study = askOracle<{
      trials: [string, number | null, object, string][];
      best: number;
      steps: number;
    }>(
      `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
s = optuna.load_study(study_name="end-to-end__tiny__quick", storage="sqlite:///" + json.load(sys.stdin)["path"])
print(json.dumps({"best": s.best_value, "steps": sum(len(t.intermediate_values) for t in s.trials),
  "trials": [[t.state.name, t.value, t.params, t.user_attrs["mlflow.run_id"]] for t in s.trials]}))`,
      { path: join(orrery.store, 'optuna.db') },
    );
    assert.equal(study.trials.length, 12);
    for (const [state, value, params, runId] of study.trials) {
      const run = runs[runId] as SeenRun;
      assert.equal(run.status, state === 'PRUNED' ? 'KILLED' : 'FINISHED');
      assert.equal(run.params.kind, (params as { kind: string }).kind);
      if (state === 'COMPLETE') assert.equal(run.metrics.score, value);
      else assert.match(run.tags['orrery.reason'] ?? '', /pruned at step \d+ by the median pruner/);
    }
    assert.ok(
      study.trials.some(([state]) => state === 'PRUNED'),
      'no trial was pruned',
    );
    assert.equal(parent?.metrics.score, study.best);
  });

  it('shows the study in the dashboard of Optuna', async () => {
    const port = await freePort();
    const command = join(oraclePython(), '..', 'optuna-dashboard');
    const args = [`sqlite:///${join(orrery.store, 'optuna.db')}`, '--port', String(port)];
    const dashboard = spawn(command, args, { stdio: 'ignore' });
    try {
      const get = async <T>(path: string): Promise<T> =>
        (await (await fetch(`http://127.0.0.1:${port}${path}`)).json()) as T;
      const list = async () =>
        (await get<{ study_summaries: { study_name: string }[] }>('/api/studies')).study_summaries;
      let studies = await list().catch(() => null);
      for (let i = 0; i < 600 && !studies; i++) {
        await sleep(100);
        studies = await list().catch(() => null);
      }
      assert.deepEqual(
        studies?.map(({ study_name }) => study_name),
        ['end-to-end__tiny__quick'],
      );
      const study = await get<{ trials: unknown[] }>('/api/studies/1');
      assert.equal(study.trials.length, 12);
    } finally {
      dashboard.kill();
    }
  });

  it('skips what is complete the second time', async () => {
    const again = await orrery.run('run', orrery.fixture('manifest.yaml'));
    assert.match(again.output, /tiny\/quick +skipped/);
    assert.match(again.output, /end-to-end__tiny__quick +skipped/);
    assert.equal(Object.keys(see(orrery.url, 'end-to-end')).length, Object.keys(runs).length + 1);
  });

  it('leaves a database that mlflow server opens, with the same runs', async () => {
    const ours = see(orrery.url, 'end-to-end');
    assert.match((await orrery.run('down')).output, /Stopped/);
    const port = await freePort();
    const args = ['-m', 'mlflow', 'server', '--workers', '1', '--port', String(port)];
    args.push('--backend-store-uri', `sqlite:///${join(orrery.store, 'mlflow.db')}`);
    args.push('--artifacts-destination', join(orrery.store, 'artifacts'));
    const env = { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' };
    const mlflow = spawn(oraclePython(), args, { stdio: 'ignore', detached: true, env });
    try {
      const url = `http://127.0.0.1:${port}`;
      for (let i = 0; i < 600 && !(await fetch(`${url}/health`).catch(() => null))?.ok; i++) await sleep(100);
      assert.deepEqual(see(url, 'end-to-end'), ours);
    } finally {
      process.kill(-(mlflow.pid as number), 'SIGKILL');
    }
  });
});

describe('when things go wrong', () => {
  it('says all that is wrong with a manifest, with lines and near names', async () => {
    const orrery = await Orrery.make();
    const { code, output } = await orrery.run('run', orrery.fixture('wrong.yaml'));
    assert.equal(code, 1);
    for (const said of [
      /wrong\.yaml:2 .*unknown name 'experiment_nam'. Did you mean 'experiment_name'\?/,
      /wrong\.yaml:3 .*"tpee" is none of tpe, random, .*\. Did you mean 'tpe'\?/,
      /wrong\.yaml:5 .*no dataset 'tinny'.*Did you mean 'tiny'\?/,
      /wrong\.yaml:5 .*epochs: 0 must be >= 1/,
      /wrong\.yaml:5 .*unknown name 'speed'/,
      /wrong\.yaml:6 .*no model 'quik'.*Did you mean 'quick'\?/,
      /wrong\.yaml:7 .*'model_name' is missing/,
      /^orrery: 7 things are wrong/m,
    ]) {
      assert.match(output, said);
    }
    await orrery.remove();
  });

  it('loses nothing when the server is killed in the middle, and logs nothing twice', async () => {
    const orrery = await Orrery.make();
    await orrery.up();
    const running = finished(orrery.spawn('run', '--jobs', '2', orrery.fixture('slow.yaml')));
    await sleep(2500);
    process.kill(orrery.serverPid, 'SIGKILL');
    await sleep(3000);
    const { code, output } = await running;
    assert.equal(code, 0, output);
    assert.match(output, /the tracking server is away, the run is kept in the spool/);
    assert.match(output, /3 runs wait in the spool/);
    await orrery.up();
    const sync = await orrery.run('sync');
    assert.equal(sync.code, 0, sync.output);
    for (let i = 0; i < 100 && globSync(join(orrery.store, 'spool', '*.jsonl')).length > 0; i++)
      await sleep(100);

    const runs = see(orrery.url, 'slow');
    const folders = globSync(join(orrery.store, 'jobs', 'slow', 'tiny__quick', '*'));
    assert.equal(folders.length, 3);
    assert.equal(Object.keys(runs).length, 3);
    for (const folder of folders) {
      const { run_id } = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { run_id: string };
      const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n');
      const points = lines.map((line) => JSON.parse(line) as { step: number; metrics: { score: number } });
      const run = runs[run_id] as SeenRun;
      assert.equal(run.status, 'FINISHED');
      assert.deepEqual(
        run.score,
        points.map(({ step, metrics }) => [step, metrics.score]),
      );
      assert.ok(run.artifacts.includes('plots/curve.txt'));
    }
    assert.ok(
      !existsSync(join(orrery.store, 'spool')) || globSync(join(orrery.store, 'spool', '*')).length === 0,
    );
    await orrery.remove();
  });

  it('runs without a server from the start, and the server takes the runs when it comes', async () => {
    const orrery = await Orrery.make();
    const run = await orrery.run('run', orrery.fixture('manifest.yaml'));
    assert.match(run.output, /15 runs wait in the spool/);
    await orrery.up();
    for (let i = 0; i < 200 && globSync(join(orrery.store, 'spool', '*.jsonl')).length > 0; i++)
      await sleep(100);
    const runs = Object.values(see(orrery.url, 'end-to-end'));
    assert.equal(runs.length, 15);
    const job = runs.find(({ name }) => name === 'tiny/quick');
    assert.deepEqual(
      job?.score.map(([step]) => step),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    await orrery.remove();
  });

  it('stops on Ctrl-C: runs are KILLED and nothing is left running', async () => {
    const orrery = await Orrery.make();
    await orrery.up();
    const child = orrery.spawn('run', '--jobs', '2', orrery.fixture('endless.yaml'));
    const running = finished(child);
    const scored = () => globSync(join(orrery.store, 'jobs/endless/*/*/metrics.jsonl')).length;
    while (child.exitCode === null && scored() < 2) await sleep(100);
    child.kill('SIGINT');
    const { code, output } = await running;
    assert.equal(code, 130, output);
    const runs = Object.values(see(orrery.url, 'endless'));
    assert.equal(runs.length, 2);
    for (const run of runs) {
      assert.equal(run.status, 'KILLED');
      assert.equal(run.tags['orrery.reason'], 'stopped by SIGINT');
      assert.ok(run.score.length > 0);
    }
    const left = execFileSync('ps', ['axeww', '-o', 'command'], { encoding: 'utf8' });
    assert.ok(!left.split('\n').some((line) => line.includes(`ORRERY_OUTPUT=${orrery.store}`)), left);
    await orrery.remove();
  });
});
