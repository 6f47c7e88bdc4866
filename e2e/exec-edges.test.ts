import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { finished, Orrery } from './orrery.ts';
import { tag } from './runs.ts';

const BIN = join(import.meta.dirname, '..', 'bin', 'orrery');

describe('orrery exec with commands that are no model guests', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    client = new TrackingClient(orrery.url);
  });
  after(() => orrery.remove());

  const runOf = async (experiment: string): Promise<Run> => {
    const { items } = await client.searchRuns([await client.getOrCreateExperiment(experiment)]);
    assert.equal(items.length, 1);
    return items[0] as Run;
  };
  const exec = (experiment: string, ...args: string[]) =>
    orrery.run('exec', '--experiment', experiment, ...args);
  const sh = (script: string) => ['--', 'sh', '-c', script];
  const logOf = async (experiment: string) => {
    const { runId } = (await runOf(experiment)).info;
    return readFileSync(join(orrery.store, 'exec', runId, 'output.log'));
  };

  it('passes standard input on, and a terminal', async () => {
    const child = spawn(BIN, ['exec', '--experiment', 'input', '--', 'wc', '-c'], {
      cwd: orrery.folder,
      env: orrery.env,
    });
    const ended = finished(child);
    child.stdin.end('12345');
    assert.match((await ended).output, /^5$/m);
    const terminal = `${BIN} exec --experiment terminal -- sh -c 'test -t 0 && head -n 1'`;
    const typed = spawn('script', ['-qec', terminal, '/dev/null'], { cwd: orrery.folder, env: orrery.env });
    typed.stdin.write('typed\n');
    const { code, output } = await finished(typed);
    assert.equal(code, 0, output);
    assert.match(output, /typed\r?\n[\s\S]*typed/);
  });

  it('does not wait for what the command left behind, and ends it with a command that is asked to end', async () => {
    const left = await exec('forks', ...sh('sleep 60 & echo left $!; exit 4'));
    assert.equal(left.code, 4);
    assert.match(left.output, /something that the command started goes on/);
    const pid = Number(/left (\d+)/.exec(left.output)?.[1]);
    process.kill(pid, 'SIGKILL');

    const stopped = orrery.spawn(
      'exec',
      '--experiment',
      'stopped',
      ...sh("(trap '' TERM; sleep 60) & echo up $!; wait"),
    );
    const ended = finished(stopped);
    const inner = await new Promise<number>((resolve) =>
      stopped.stdout?.on('data', (data) => {
        const found = /up (\d+)/.exec(String(data))?.[1];
        if (found) resolve(Number(found));
      }),
    );
    stopped.kill('SIGTERM');
    assert.equal((await ended).code, 143);
    assert.equal((await runOf('stopped')).info.status, 'KILLED');
    assert.throws(() =>
      execFileSync('sh', ['-c', `grep -q '^State:.[^Z]' /proc/${inner}/status`], { stdio: 'ignore' }),
    );
  });

  it('keeps long lines, binary output and text that is cut anywhere', async () => {
    const program = [
      'import sys, os',
      'w = lambda data: os.write(1, data)',
      'w(b"\\x00\\xff\\xfe" * 1000 + b"\\n")',
      'w("größe=1".encode()[:3]); sys.stdout.flush(); w("größe=1".encode()[3:] + b"\\n")',
      'w(b"\\x1b[32mloss\\x1b[0m=\\x1b[1m0.5\\x1b[0m\\n")',
      '[w(b"x" * 65536) for _ in range(160)]',
      'w(b"\\nacc=0.75\\n")',
    ].join('\n');
    const { code } = await exec('output', '--stdout-regex', 'auto', '--', 'python3', '-c', program);
    assert.equal(code, 0);
    const log = await logOf('output');
    assert.equal(log.length, 3001 + 10 + 26 + 160 * 65536 + 10);
    const { metrics } = await runOf('output');
    const seen = Object.fromEntries(metrics.map(({ key, value }) => [key, value]));
    assert.deepEqual([seen.loss, seen.acc], [0.5, 0.75]);
  });

  it('lets the command meet a reader that goes away', async () => {
    const { code, output } = await finished(
      spawn('sh', ['-c', `'${BIN}' exec --experiment reader -- yes | head -n 1`], {
        cwd: orrery.folder,
        env: orrery.env,
      }),
    );
    assert.equal(code, 0);
    assert.match(output, /^y$/m);
    const run = await runOf('reader');
    assert.equal(run.info.status, 'FAILED');
  });

  it('finds names and values by two groups, as Katib does', async () => {
    const filter = String.raw`([\w|-]+)\s*=\s*([+-]?\d*(?:\.\d+)?(?:[Ee][+-]?\d+)?)`;
    await exec('katib', '--stdout-regex', filter, ...sh('echo "loss=0.5 acc = 1e-1"'));
    const seen = (await runOf('katib')).metrics.filter(({ key }) => !key.startsWith('system/'));
    assert.deepEqual(seen.map(({ key, value }) => [key, value]).sort(), [
      ['acc', 0.1],
      ['loss', 0.5],
    ]);
  });

  it('reads a metrics file that the command begins anew, to its last line', async () => {
    writeFileSync(
      join(orrery.folder, 'm.jsonl'),
      '{"step": 0, "timestamp": 1, "metrics": {"old": 1}}\n'.repeat(3),
    );
    const line = String.raw`{\"step\": 2, \"timestamp\": 5, \"metrics\": {\"a:b(c)\": 2, \"bad\": NaN}}`;
    await exec('lines', '--metrics-jsonl', 'm.jsonl', ...sh(`printf '%s' "${line}" > m.jsonl`));
    const seen = (await runOf('lines')).metrics.filter(({ key }) => !key.startsWith('system/'));
    assert.deepEqual(
      seen.map(({ key, value, step }) => [key, value, step]),
      [['a_b_c_', 2, 2]],
    );
  });

  it('bounds a huge diff, and says what a command cannot be', async () => {
    const folder = join(orrery.folder, 'repository');
    mkdirSync(folder);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    writeFileSync(join(folder, 'data.txt'), '');
    git('add', '.');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'first');
    writeFileSync(join(folder, 'data.txt'), `${'x'.repeat(99)}\n`.repeat(300_000));
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'best.ckpt'), 'weights');
    symlinkSync('../best.ckpt', join(folder, 'logs', 'last.ckpt'));
    symlinkSync('..', join(folder, 'logs', 'up'));
    const args = ['exec', '--experiment', 'diff', '--log-dir', 'logs', '--', 'true'];
    const { code, output } = await finished(spawn(BIN, args, { cwd: folder, env: orrery.env }));
    assert.equal(code, 0, output);
    const run = await runOf('diff');
    assert.equal(tag(run, 'mlflow.source.git.dirty'), 'true');
    const { runId } = run.info;
    const [diff] = await client.listArtifacts(runId, 'source');
    assert.ok((diff?.size ?? 0) > 10e6 && (diff?.size ?? 0) < 11e6, String(diff?.size));
    const uploaded = (await client.listArtifacts(runId, 'training-output')).map(({ path }) => path);
    assert.deepEqual(uploaded, ['training-output/last.ckpt']);

    writeFileSync(join(orrery.folder, 'plain'), 'no program');
    chmodSync(join(orrery.folder, 'plain'), 0o644);
    assert.equal((await exec('plain', '--', './plain')).code, 126);
    const long = await exec('long', '--', 'true', 'x'.repeat(100_000));
    assert.equal(long.code, 0);
    assert.equal((await runOf('long')).info.status, 'FINISHED', long.output);
  });
});
