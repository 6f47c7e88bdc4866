import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '../../..');

/** The machine's own Node, not the one that the workspace brings. */
function plainNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((each) => !each.includes('node_modules'));
  return folders
    .map((folder) => join(folder, 'node'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return Number(execFileSync(path, ['-p', 'process.versions.node.split(".")[0]'])) >= 20;
      } catch {
        return false;
      }
    });
}

describe('@orrery/client as it is published', () => {
  const node = plainNode();
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-package-'));
    execFileSync(process.execPath, [join(ROOT, 'scripts/build-client.ts'), join(folder, 'staged')]);
    writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const tarball = execFileSync('npm', ['pack', '--silent', './staged'], options).trim();
    rmSync(join(folder, 'staged'), { recursive: true });
    execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', `./${tarball}`], options);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is imported by a plain Node in an empty folder', {
    skip: node ? false : 'no Node of its own here',
  }, () => {
    const program = `
      import { EpochLogger, loadJobSpec, outputDir, replay, TrackingClient } from '@orrery/client';
      import { readFileSync } from 'node:fs';
      const log = new EpochLogger('here.jsonl');
      log.log(3, { loss: 0.5 });
      await log.close();
      const { step, metrics } = JSON.parse(readFileSync('here.jsonl', 'utf8'));
      const kinds = [loadJobSpec, outputDir, replay, TrackingClient].map((each) => typeof each);
      console.log(JSON.stringify([step, metrics, ...kinds, process.version]));`;
    writeFileSync(join(folder, 'program.mjs'), program);
    const env = { ...process.env, MLFLOW_TRACKING_URI: '', NODE_OPTIONS: '--no-warnings' };
    const said = execFileSync(node as string, ['program.mjs'], { cwd: folder, encoding: 'utf8', env });
    const seen = JSON.parse(said) as unknown[];
    assert.deepEqual(seen.slice(0, -1), [3, { loss: 0.5 }, 'function', 'function', 'function', 'function']);
  });

  it('has types that a strict program checks against', () => {
    const source = (value: string) => `
      import { EpochLogger, TrackingClient, type Run } from '@orrery/client';
      const log: EpochLogger = new EpochLogger('x', { intervalMs: ${value} });
      export const run: Promise<Run> = new TrackingClient('http://x').getRun('y');
      export const stop: boolean = log.shouldStop;`;
    writeFileSync(join(folder, 'good.mts'), source('5'));
    writeFileSync(join(folder, 'bad.mts'), source("'five'"));
    const check = (file: string) =>
      execFileSync(
        join(ROOT, 'node_modules/.bin/tsc'),
        ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', '', file],
        { cwd: folder, encoding: 'utf8', stdio: 'pipe' },
      );
    assert.equal(check('good.mts'), '');
    assert.throws(
      () => check('bad.mts'),
      ({ stdout }) => /not assignable to type 'number'/.test(stdout),
    );
  });
});
