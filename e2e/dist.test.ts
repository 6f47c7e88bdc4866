import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { oraclePython } from '../scripts/oracle.ts';
import { Orrery } from './orrery.ts';
import { WHOLE } from './whole.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODES = { 'Node 24': () => script('node-24'), 'the Node of this project': () => process.execPath };

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

function script(name: string): string {
  return execFileSync(join(ROOT, 'scripts', name), { encoding: 'utf8' }).trim();
}

/** Of a program of this machine, behind shims too. */
function realPath(name: string): string {
  const ask = name === 'python3' ? 'python3 -c "import sys; print(sys.executable)"' : `command -v ${name}`;
  return execFileSync('sh', ['-c', ask], { encoding: 'utf8' }).trim();
}

describe('what make dist makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-dist-test-'));
  const dist = join(folder, 'dist');
  const [tarball, sdk, wheel] = [
    `orrery-${version}.tgz`,
    `orrery-client-${version}.tgz`,
    `orrery-${version}-py3-none-any.whl`,
  ].map((name) => join(dist, name)) as [string, string, string];
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
      await orrery.up();
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
      for (const holds of Object.values(WHOLE)) await holds(orrery);
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

  it('is one executable that works where there is no other program but what jobs start', async () => {
    const [file] = globSync(join(dist, `orrery-${process.platform}-*`));
    const orrery = await Orrery.make();
    for (const name of Object.keys(orrery.env))
      if (!/^(MLFLOW|OPTUNA_GRPC|OPTUNA|ORRERY)_PORT$|^ORRERY_STORE$|^PYTHONPATH$/.test(name))
        delete orrery.env[name];
    const [home, programs] = [join(orrery.folder, 'home'), join(orrery.folder, 'bin')];
    for (const made of [home, programs]) mkdirSync(made);
    for (const name of ['python3', 'sh']) symlinkSync(realPath(name), join(programs, name));
    Object.assign(orrery.env, { HOME: home, PATH: programs });
    orrery.command = [file as string];
    await isWhole(orrery);
  });

  it('starts nothing that others could have put there', () => {
    const [file] = globSync(join(dist, `orrery-${process.platform}-*`));
    const cache = join(folder, 'cache');
    mkdirSync(join(cache, 'orrery'), { recursive: true });
    chmodSync(join(cache, 'orrery'), 0o777);
    const env = { XDG_CACHE_HOME: cache };
    assert.throws(
      () => execFileSync(file as string, ['--version'], { env, stdio: 'pipe' }),
      /orrery: .* can be written by others\. Set XDG_CACHE_HOME/,
    );
    chmodSync(join(cache, 'orrery'), 0o700);
    assert.equal(execFileSync(file as string, ['--version'], { env, encoding: 'utf8' }), `${version}\n`);
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

  it('has a wheel that an empty environment takes', () => {
    const venv = join(folder, 'venv');
    execFileSync('python3', ['-m', 'venv', venv]);
    const python = join(venv, 'bin', 'python');
    execFileSync(python, ['-m', 'pip', '--quiet', 'install', '--no-index', wheel]);
    const said = execFileSync(
      python,
      ['-c', 'import orrery; print(orrery.__version__, orrery.EpochLogger.__name__)'],
      { cwd: folder, encoding: 'utf8' },
    );
    assert.equal(said, `${version} EpochLogger\n`);
  });

  it('has checksums of all', () => {
    const sums = readFileSync(join(dist, 'SHA256SUMS'), 'utf8');
    const named = sums.split('\n').flatMap((line) => line.split('  ').slice(1));
    assert.deepEqual(
      named,
      readdirSync(dist)
        .filter((name) => name !== 'SHA256SUMS')
        .sort(),
    );
    execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: dist });
  });
});
