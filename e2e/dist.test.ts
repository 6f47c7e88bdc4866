import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { oraclePython } from '../scripts/oracle.ts';
import { Orrery } from './orrery.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODES = { 'Node 24': () => script('node-24'), 'the Node of this project': () => process.execPath };

function script(name: string): string {
  return execFileSync(join(ROOT, 'scripts', name), { encoding: 'utf8' }).trim();
}

describe('what make dist makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-dist-test-'));
  const dist = join(folder, 'dist');
  const [tarball, sdk] = [join(dist, 'orrery-0.1.0.tgz'), join(dist, 'orrery-client-0.1.0.tgz')];
  before(() => {
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'dist.ts'), dist], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** An empty folder with one package in it, whichever npm is asked. */
  const installed = (name: string, ...packages: string[]) => {
    const place = join(folder, name);
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{"private": true, "type": "module"}');
    execFileSync('npm', ['install', '--silent', '--offline', ...packages], { cwd: place });
    return place;
  };

  /** Everything works that a first user does: the doors, a real client, pages, a manifest, the web app's run, the end. */
  const isWhole = async (orrery: Orrery) => {
    try {
      const up = await orrery.run('up');
      assert.equal(up.code, 0, up.output);
      const log = `import mlflow; mlflow.set_tracking_uri("${orrery.url}"); mlflow.set_experiment("first")
with mlflow.start_run() as run: mlflow.log_metric("m", 0.5); mlflow.log_text("x", "a.txt")
print(mlflow.get_run(run.info.run_id).data.metrics, mlflow.artifacts.load_text(run.info.artifact_uri + "/a.txt"))`;
      const said = execFileSync(oraclePython(), ['-W', 'ignore', '-c', log], { encoding: 'utf8' });
      assert.match(said, /\{'m': 0\.5\} x/);
      const page = await (await fetch(orrery.url)).text();
      const asset = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
      assert.equal((await fetch(orrery.url + asset)).status, 200);
      await orrery.run('catalog', 'link', orrery.fixture('catalog'));
      const ran = await orrery.run('run', orrery.fixture('rebuild.yaml'));
      assert.match(ran.output, /tiny\/straight +FINISHED/);
      const down = await orrery.run('down');
      assert.match(down.output, /Stopped/);
    } finally {
      await orrery.remove();
    }
  };

  for (const [name, node] of Object.entries(NODES)) {
    it(`is an npm package that works in an empty folder, on ${name}`, async () => {
      const place = installed(name.replaceAll(' ', '-'), tarball);
      const orrery = await Orrery.make();
      orrery.env.PATH = `${dirname(node())}:${process.env.PATH}`;
      orrery.command = [join(place, 'node_modules', '.bin', 'orrery')];
      await isWhole(orrery);
    });
  }

  it('says what it needs on an older Node', () => {
    const place = installed('older', tarball);
    const launcher = readFileSync(join(place, 'node_modules', 'orrery', 'bin', 'orrery.cjs'), 'utf8');
    const old = launcher
      .replace('process.versions.node.split', '"20.1.0".split')
      .replace('#!/usr/bin/env node', '');
    const file = join(place, 'node_modules', 'orrery', 'bin', 'old.cjs');
    writeFileSync(file, old);
    assert.throws(
      () => execFileSync(process.execPath, [file], { stdio: 'pipe' }),
      /Orrery needs 24 or newer/,
    );
  });

  it('is one executable that works with nothing beside it', async () => {
    const [file] = globSync(join(dist, `orrery-${process.platform}-*`));
    const orrery = await Orrery.make();
    orrery.env.HOME = join(orrery.folder, 'home');
    mkdirSync(orrery.env.HOME);
    orrery.command = [file as string];
    await isWhole(orrery);
  });

  it('is an SDK for JavaScript and TypeScript', () => {
    const place = installed('sdk', sdk);
    const program = `import { TrackingClient, type Metric } from '@orrery/client';
const metric: Metric = { key: 'm', value: 1, timestamp: 1, step: 0 };
console.log(new TrackingClient('http://localhost:1/').uri, metric.key);`;
    writeFileSync(join(place, 'a.ts'), program);
    const options =
      '--strict --noEmit --skipLibCheck false --target es2024 --module nodenext --lib es2024 --types node'.split(
        ' ',
      );
    const types = ['--typeRoots', join(ROOT, 'node_modules', '@types')];
    execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), [...options, ...types, 'a.ts'], {
      cwd: place,
      stdio: 'pipe',
    });
    const output = execFileSync(process.execPath, ['a.ts'], { cwd: place, encoding: 'utf8' });
    assert.equal(output, 'http://localhost:1 m\n');
  });

  it('has a wheel, and checksums of all', () => {
    const sums = readFileSync(join(dist, 'SHA256SUMS'), 'utf8');
    for (const name of ['orrery-0.1.0.tgz', 'orrery-client-0.1.0.tgz', 'orrery-0.1.0-py3-none-any.whl'])
      assert.match(sums, new RegExp(`^[0-9a-f]{64}  ${name.replaceAll('.', '\\.')}$`, 'm'));
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: dist });
  });
});
