import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobState } from '@orrery/runner';
import { dump } from './dump.ts';
import { finished, Orrery } from './orrery.ts';

describe('orrery rebuild', () => {
  let orrery: Orrery;
  const database = () => join(orrery.store, 'mlflow.db');
  const lose = () => {
    for (const file of globSync(`${database()}*`)) rmSync(file);
  };
  /** Without the experiment that every database begins with: no run is of it, so no folder knows when it was made. */
  const dumpOfRuns = () => {
    const { experiments = [], ...tables } = dump(database());
    return {
      ...tables,
      experiments: experiments.filter((row) => !row.includes('"name":"Default"')),
    } as Record<string, string[]>;
  };
  before(async () => {
    orrery = await Orrery.make();
  });
  after(() => orrery.remove());

  it('makes an equal database from the run folders alone: jobs, a sweep, a wrapped command', async () => {
    await orrery.up();
    const { output } = await orrery.run('run', orrery.fixture('rebuild.yaml'));
    assert.match(output, /tiny\/straight +FINISHED/);
    const train = ['python3', orrery.fixture('train.py'), '3', '0', '0'];
    await orrery.run(
      'exec',
      '--experiment',
      'wrapped',
      '--results-csv',
      'out/results.csv',
      '--log-dir',
      'out',
      '--',
      ...train,
    );
    await orrery.run('down');
    const was = dumpOfRuns();
    assert.deepEqual([was.runs?.length, was.experiments?.length, was.logged_models?.length], [9, 2, 1]);
    assert.ok((was.metrics?.length ?? 0) > 1300);
    lose();
    const { code, output: told } = await orrery.run('rebuild');
    assert.equal(code, 0, told);
    assert.match(told, /9 runs restored, 0 were there, 0 artifacts put back/);
    assert.deepEqual(dumpOfRuns(), was);
  });

  it('refuses a database that has runs, and adds to it only what it lacks where it is told to', async () => {
    const was = dumpOfRuns();
    const refused = await orrery.run('rebuild');
    assert.equal(refused.code, 1);
    assert.match(refused.output, /has 9 runs already\. Add --merge/);
    const lost = globSync(join(orrery.store, 'artifacts', '*', '*', 'artifacts', 'logs', '*'));
    assert.ok(lost.length >= 15);
    for (const file of lost) rmSync(file);
    const merged = await orrery.run('rebuild', '--merge');
    assert.match(
      merged.output,
      new RegExp(`0 runs restored, 9 were there, ${lost.length} artifacts put back`),
    );
    assert.deepEqual(dumpOfRuns(), was);
    for (const file of lost) assert.ok(existsSync(file), file);
  });

  it('completes the files of a job that wrote none', () => {
    const [folder = ''] = globSync(join(orrery.store, 'jobs', 'rebuild me', 'tiny__straight', '*'));
    const lines = readFileSync(join(folder, 'metrics.jsonl'), 'utf8').trim().split('\n');
    assert.deepEqual(JSON.parse(lines.find((line) => line.includes('"step":1199')) as string), {
      step: 1199,
      timestamp: 2199,
      metrics: { loss: 1 / 1200 },
    });
    const { model_metrics } = JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')) as {
      model_metrics: Record<string, number>;
    };
    assert.deepEqual([model_metrics.loss, model_metrics.acc], [1 / 1200, 0.5]);
  });

  it('makes runs that the server never heard of, and those whose host died', async () => {
    lose();
    rmSync(join(orrery.store, 'jobs'), { recursive: true });
    rmSync(join(orrery.store, 'exec'), { recursive: true });
    const child = orrery.spawn('run', '--jobs', '3', orrery.fixture('slow.yaml'));
    const ended = finished(child);
    const lines = () => globSync(join(orrery.store, 'jobs', 'slow', '*', '*', 'metrics.jsonl')).length;
    for (let tries = 0; lines() < 3; tries++) {
      assert.ok(tries < 600, 'the jobs never began');
      await sleep(100);
    }
    await sleep(2500);
    child.kill('SIGKILL');
    await ended;
    const states = globSync(join(orrery.store, 'jobs', 'slow', '*', '*', 'state.json')).map(
      (file) => JSON.parse(readFileSync(file, 'utf8')) as JobState,
    );
    for (const { job_process } of states) kill(job_process?.pid);
    rmSync(join(orrery.store, 'spool'), { recursive: true });
    const { output } = await orrery.run('rebuild');
    assert.match(output, /3 runs restored/);
    const tables = dump(database());
    const rows = (table: string) =>
      (tables[table] ?? []).map((row) => JSON.parse(row) as Record<string, string>);
    for (const { run_uuid, status, start_time, end_time } of rows('runs')) {
      const state = states.find(({ run_id }) => run_id === run_uuid);
      assert.equal(status, state?.status === 'RUNNING' ? 'KILLED' : state?.status);
      assert.ok(Number(end_time) >= Number(start_time));
      const [file = ''] = globSync(
        join(orrery.store, 'jobs', 'slow', '*', run_uuid as string, 'metrics.jsonl'),
      );
      const steps = readFileSync(file, 'utf8').split('\n').slice(0, -1).length;
      const scores = rows('metrics').filter((row) => row.run_uuid === run_uuid && row.key === 'score');
      assert.equal(scores.length, steps);
      assert.ok(rows('metrics').some((row) => row.run_uuid === run_uuid && row.key?.startsWith('system/')));
    }
    assert.ok(rows('runs').some(({ status }) => status === 'KILLED'));
  });
});

/** A job's whole group; some have ended by themselves. */
function kill(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
