import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { isAlive } from '../packages/runner/src/alive.ts';
import { askOracle } from '../scripts/oracle.ts';
import { finished, Orrery } from './orrery.ts';

/** Prints a metric an epoch, and does what its name says besides. */
const TRAIN = `
import json, os, sys, time
how, x, epochs = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
output = os.environ["ORRERY_OUTPUT"]
loss = x * x
if how == "table":
    with open(output + "/results.csv", "w") as table:
        table.write("epoch, val/loss\\n")
        for epoch in range(epochs): table.write("%d, %f\\n" % (epoch, loss + epochs - 1 - epoch))
elif how == "files":
    with open(output + "/job_spec.json") as spec: assert json.load(spec)["hyperparameters"]["x"] == x
    with open(output + "/metrics.json", "w") as final: json.dump({"model_metrics": {"val": {"loss": loss}}}, final)
elif how == "logger":
    from orrery import EpochLogger
    with EpochLogger() as log:
        for epoch in range(epochs):
            log.log(epoch, loss=loss + epochs - 1 - epoch)
            time.sleep(0.1)
            if log.should_stop:
                open(output + "/asked", "w").close()
                break
elif how == "sentence":
    print("after all epochs the loss was %f (of %d)" % (loss, epochs))
elif how == "two":
    print("size=%d" % epochs)
    print("loss=%f" % loss)
elif how == "odd":
    if x < 0: sys.exit(3)
    if x < 1: print("nothing")
    else: print("loss=%f" % loss)
elif how == "slow":
    print("epoch 0 loss=1", flush=True)
    time.sleep(60)
else:
    for epoch in range(epochs):
        print("epoch %d loss=%f" % (epoch, loss + epochs - 1 - epoch), flush=True)
`;

/** Writes its id, and goes on after SIGTERM. */
const DEAF = 'trap "" TERM; echo $$ > "pid-$1"; for i in $(seq 600); do sleep 0.1; done';

const X = 'x: { type: number, minimum: -5, maximum: 5 }';

describe('orrery sweep', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    client = new TrackingClient(orrery.url);
    writeFileSync(join(orrery.folder, 'train.py'), TRAIN);
  });
  after(() => orrery.remove());

  const write = (name: string, ...lines: string[]) => {
    writeFileSync(join(orrery.folder, `${name}.yaml`), [`name: ${name}`, ...lines].join('\n'));
    return `${name}.yaml`;
  };
  const train = (how: string, epochs = '4') => ['--', 'python3', 'train.py', how, '{x}', epochs];
  const runsOf = async (experiment: string) => {
    const id = await client.getOrCreateExperiment(experiment);
    const { items: runs } = await client.searchRuns([id]);
    const kind = (run: Run) => run.tags.find(({ key }) => key === 'orrery.kind')?.value;
    return {
      parents: runs.filter((run) => kind(run) === 'sweep'),
      trials: runs.filter((run) => kind(run) === 'trial'),
    };
  };
  const tag = (run: Run | undefined, name: string) => run?.tags.find(({ key }) => key === name)?.value;
  const states = async (name: string) => {
    const { output } = await orrery.run('sweep', 'export', name, '--format', 'json');
    const { trials } = JSON.parse(output) as {
      trials: { state: string; values: number[] | null; user_attrs: Record<string, string> }[];
    };
    return trials;
  };

  it('optimises a command by what it prints, and goes on where it stopped; Optuna reads the study', async () => {
    const file = write(
      'printed',
      'metric: loss',
      'n_trials: 4',
      'parallel: 2',
      'seed: 3',
      'params:',
      `  ${X}`,
    );
    const first = await orrery.run('sweep', 'run', file, ...train('print'));
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /trial 3 COMPLETE/);
    const again = await orrery.run('sweep', 'run', file, '--n-trials', '6', '--json', ...train('print'));
    assert.equal(again.code, 0, again.output);
    const events = again.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; done?: number; step?: number; state?: string });
    assert.equal(events[0]?.done, 4);
    assert.equal(events.filter(({ kind }) => kind === 'end').length, 2);
    assert.ok(events.some(({ kind, step }) => kind === 'report' && step === 3));
    assert.equal(events.at(-1)?.kind, 'done');

    const { parents, trials } = await runsOf('printed');
    assert.equal(parents.length, 1);
    assert.equal(trials.length, 6);
    const [parent] = parents;
    assert.equal(parent?.info.status, 'FINISHED');
    for (const run of trials) {
      assert.equal(tag(run, 'mlflow.parentRunId'), parent?.info.runId);
      assert.ok(run.params.some(({ key }) => key === 'x'));
    }
    const seen = askOracle<{ best: number; steps: number[][]; runs: string[]; after: number }>(
      `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
s = optuna.load_study(study_name="printed", storage="sqlite:///" + json.load(sys.stdin)["path"])
seen = {"best": s.best_value, "steps": [sorted(t.intermediate_values) for t in s.trials],
        "runs": [t.user_attrs["mlflow.run_id"] for t in s.trials]}
s.optimize(lambda t: t.suggest_float("x", -5, 5) ** 2, n_trials=1)
print(json.dumps({**seen, "after": len(s.trials)}))`,
      { path: join(orrery.store, 'optuna.db') },
    );
    assert.equal(parent?.metrics.find(({ key }) => key === 'loss')?.value, seen.best);
    assert.deepEqual([...seen.runs].sort(), trials.map(({ info }) => info.runId).sort());
    assert.equal(seen.after, 7);
    assert.ok(seen.steps.every((steps) => steps[0] === 0));
  });

  it('reads a metric from a table, from metrics.json, from a sentence, and two of them', async () => {
    const ways: [name: string, how: string, ...lines: string[]][] = [
      ['table', 'table', 'metric: val/loss', 'results_csv: results.csv'],
      ['files', 'files', 'metric: val.loss'],
      ['sentence', 'sentence', String.raw`metric: { name: loss, regex: 'the loss was ([\d.]+) \(of' }`],
      ['two', 'two', 'metrics: [loss, { name: size, direction: maximize }]'],
    ];
    const ran = await Promise.all(
      ways.map(([name, how, ...lines]) =>
        orrery.run(
          'sweep',
          'run',
          write(name, ...lines, 'n_trials: 2', 'pruner: nop', 'params:', `  ${X}`),
          ...train(how),
        ),
      ),
    );
    for (const { code, output } of ran) assert.equal(code, 0, output);
    for (const [name] of ways) {
      const trials = await states(name);
      assert.ok(trials.every(({ state }) => state === 'COMPLETE'));
      if (name === 'two') assert.ok(trials.every(({ values }) => values?.[1] === 4));
    }
    const { trials } = await runsOf('table');
    const history = await client.getMetricHistory(trials[0]?.info.runId as string, 'val/loss');
    assert.deepEqual(
      history.map(({ step }) => Number(step)),
      [0, 1, 2, 3],
    );
  });

  it('prunes a command that logs epochs: it is asked to stop, and its run says why', async () => {
    const file = write(
      'pruned',
      'metric: loss',
      'n_trials: 7',
      'parallel: 1',
      'params:',
      `  ${X}`,
      'enqueue: [{ x: 0 }, { x: 0 }, { x: 0 }, { x: 0 }, { x: 0 }, { x: 5 }, { x: -5 }]',
    );
    const { code, output } = await orrery.run('sweep', 'run', file, ...train('logger', '6'));
    assert.equal(code, 0, output);
    const trials = await states('pruned');
    assert.deepEqual(
      trials.map(({ state }) => state),
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE', 'PRUNED', 'PRUNED'],
    );
    const reason = /^pruned at step \d by the median pruner$/;
    for (const { user_attrs } of trials.slice(5)) {
      assert.match(user_attrs['orrery.reason'] ?? '', reason);
      const run = await client.getRun(user_attrs['mlflow.run_id'] as string);
      assert.equal(run.info.status, 'KILLED');
      assert.match(tag(run, 'orrery.reason') ?? '', reason);
      const files = await client.listArtifacts(run.info.runId);
      assert.ok(
        files.some(({ path }) => path === 'asked'),
        'it was ended, not asked',
      );
    }
  });

  it('records trials that fail, and goes on', async () => {
    const file = write(
      'odd',
      'metric: loss',
      'n_trials: 4',
      'params:',
      `  ${X}`,
      'enqueue: [{ x: -1 }, { x: 0.5 }, { x: 2 }]',
    );
    const { code, output } = await orrery.run('sweep', 'run', file, ...train('odd'));
    assert.equal(code, 0, output);
    const trials = await states('odd');
    assert.deepEqual(
      trials.slice(0, 3).map(({ state, user_attrs }) => [state, user_attrs['orrery.reason'] ?? null]),
      [
        ['FAIL', 'exit code 3'],
        ['FAIL', 'the command said no loss'],
        ['COMPLETE', null],
      ],
    );
    assert.equal(trials.length, 4);
    const { trials: runs } = await runsOf('odd');
    assert.equal(runs.filter(({ info }) => info.status === 'FAILED').length >= 1, true);
  });

  it('ends what runs where it is interrupted', async () => {
    const file = write('slow', 'metric: loss', 'n_trials: 4', 'parallel: 2', 'params:', `  ${X}`);
    const child = orrery.spawn('sweep', 'run', file, '--json', ...train('slow'));
    const done = finished(child);
    let text = '';
    while (text.split('"kind":"report"').length < 3) {
      const [data] = await once(child.stdout as NodeJS.ReadableStream, 'data');
      text += data;
    }
    child.kill('SIGINT');
    assert.equal((await done).code, 130);
    const trials = await states('slow');
    assert.deepEqual(
      trials.map(({ state, user_attrs }) => [state, user_attrs['orrery.reason']]),
      [
        ['FAIL', 'stopped by SIGINT'],
        ['FAIL', 'stopped by SIGINT'],
      ],
    );
    const { parents, trials: runs } = await runsOf('slow');
    assert.deepEqual(
      [...parents, ...runs].map(({ info }) => info.status),
      ['KILLED', 'KILLED', 'KILLED'],
    );
  });

  it('ends when a grid is tried, and a trial that takes too long has failed', async () => {
    const grid = write(
      'grid',
      'metric: loss',
      'n_trials: 50',
      'sampler: { name: grid, options: { grid: { x: [0, 1, 2] } } }',
      'params:',
      `  ${X}`,
    );
    const { code, output } = await orrery.run('sweep', 'run', grid, ...train('print'));
    assert.equal(code, 0, output);
    assert.match(output, /no more trials: every combination is tried/);
    assert.deepEqual((await states('grid')).map(({ values }) => values?.[0]).sort(), [0, 1, 4]);
    const late = write('late', 'metric: loss', 'n_trials: 1', 'trial_timeout: 1', 'params:', `  ${X}`);
    assert.equal((await orrery.run('sweep', 'run', late, ...train('slow'))).code, 1);
    const [trial] = await states('late');
    assert.deepEqual([trial?.state, trial?.user_attrs['orrery.reason']], ['FAIL', 'timed out after 1 s']);
  });

  it('takes its commands with it where it is killed', async () => {
    const file = write('killed', 'metric: loss', 'n_trials: 2', 'parallel: 2', 'params:', `  ${X}`);
    const child = orrery.spawn('sweep', 'run', file, '--', 'sh', '-c', DEAF, 'sh', '{trial}');
    const done = finished(child);
    const pids: number[] = [];
    for (const name of ['0', '1']) {
      const path = join(orrery.folder, `pid-${name}`);
      while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(50);
      pids.push(Number(readFileSync(path, 'utf8')));
    }
    assert.deepEqual(pids.map(isAlive), [true, true]);
    child.kill('SIGKILL');
    while (pids.some(isAlive)) await sleep(100);
    await done;
  });

  it('says everything that is wrong, with its line', async () => {
    const file = write(
      'wrong',
      'metric: loss',
      'sampler: tpee',
      'n_trials: 0',
      'params:',
      '  x: { type: number, minimum: low }',
      '  y: { type: integer, minimum: 5, maximum: 1 }',
      'enqueue: [{ z: 1 }]',
    );
    const ranges = write(
      'ranges',
      'metric: loss',
      'params:',
      `  ${X}`,
      '  n: { type: integer, minimum: 0, maximum: 8, x-step: 4 }',
      '  kind: { enum: [a, b] }',
      'enqueue:',
      '  - { x: 7, n: 4, kind: b }',
      '  - { x: high, n: 3, kind: c }',
    );
    const outside = await orrery.run('sweep', 'run', ranges, ...train('print'));
    assert.equal(outside.code, 1);
    for (const part of [
      /:8 .*'x': 7 is not from -5 to 5\./,
      /:9 .*'x': "high" is no number/,
      /:9 .*'n': 3 is not from 0 to 8 in steps of 4/,
      /:9 .*'kind': "c" is none of \["a","b"\]/,
    ])
      assert.match(outside.output, part);
    assert.doesNotMatch(outside.output, /'n': 4|'kind': "b"/);
    const first = await orrery.run('sweep', 'run', file, ...train('print'));
    assert.equal(first.code, 1);
    for (const part of [
      /wrong\.yaml:3 .*tpee.*Did you mean 'tpe'/,
      /wrong\.yaml:4/,
      /wrong\.yaml:6 .*low/,
      /:7 .*'y'/,
      /:8 .*'z'/,
    ])
      assert.match(first.output, part);
    const later = write(
      'wrong',
      "metric: { name: loss, regex: 'loss' }",
      'params:',
      '  x: { type: number, minimum: 5, maximum: 1 }',
      '  y: { type: integer }',
      'enqueue: [{ z: 1 }]',
    );
    const second = await orrery.run('sweep', 'run', later, '--', 'echo', '{xx}');
    for (const part of [/:2 .*names no group/, /:4 .*'x'/, /:5 .*'y'/, /:6 .*'z'/, /the command {2}\{xx\}/])
      assert.match(second.output, part);
  });

  it('asks and tells from a shell', async () => {
    writeFileSync(join(orrery.folder, 'space.yaml'), `params:\n  ${X}\n  kind: { enum: [a, b] }\n`);
    const sweep = (...args: string[]) => orrery.run('sweep', ...args);
    const made = await sweep(
      'create',
      'shell',
      '--space',
      'space.yaml',
      '--direction',
      'maximize',
      '--seed',
      '5',
    );
    assert.equal(made.code, 0, made.output);
    assert.match((await sweep('create', 'shell')).output, /shell/);
    assert.equal((await sweep('enqueue', 'shell', 'x=1.5', 'kind=b')).code, 0);
    const asked = JSON.parse((await sweep('ask', 'shell')).output) as { number: number; params: object };
    assert.deepEqual(asked, { number: 0, params: { x: 1.5, kind: 'b' } });
    assert.equal((await sweep('tell', 'shell', '0', '0.75')).code, 0);
    assert.match((await sweep('tell', 'shell', '0', '0.75')).output, /Trial 0 is COMPLETE/);
    assert.equal((await sweep('ask', 'shell')).code, 0);
    assert.equal((await sweep('tell', 'shell', '1', '--state', 'FAIL')).code, 0);
    assert.match((await sweep('list')).output, /shell +maximize +1 +0 +1 +0 +0 +0\.75/);
    assert.match((await sweep('show', 'shell')).output, /0 +0\.75 +1\.5 +b/);
    assert.equal((await sweep('stop', 'shell', '--reason', 'lunch')).code, 0);
    const none = await sweep('ask', 'shell');
    assert.deepEqual([none.code, none.output.includes('lunch')], [2, true]);
    assert.equal((await sweep('delete', 'shell')).code, 1);
    assert.equal((await sweep('delete', 'shell', '--yes')).code, 0);
    assert.match((await sweep('show', 'shell')).output, /There is no study 'shell'/);
  });
});
