import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SweepClient } from '@orrery/client';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';

const INSTALL = fileURLToPath(new URL('../../../../scripts/schemathesis', import.meta.url));
/** Answers that have no end, and routes that start processes. */
const LEFT_OUT = 'live|orchestrations|/log';
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];
/** Things that are there, so that more than 404 is tried. */
const THERE = `[parameters]
"path.study_id" = 1
"path.number" = 0
"path.experiment_id" = "0"
`;

describe('the routes of the OpenAPI document', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-schemathesis-'));
  let server: TestServer;
  before(async () => {
    server = await startOrrery();
    const space = { x: { type: 'number', minimum: 0, maximum: 1 } } as const;
    const study = await new SweepClient(server.url).open('there', { space });
    await (await study.ask())?.tell(0.5);
    await study.ask();
  });
  after(async () => {
    await server.stop();
    removeFolder(server.folder);
    rmSync(folder, { recursive: true });
  });

  it('answer as it says, and never with an error of their own, whatever is sent', async () => {
    const program = execFileSync(INSTALL, { encoding: 'utf8' }).trim();
    const config = join(folder, 'schemathesis.toml');
    writeFileSync(config, THERE);
    const args = [
      '--config-file',
      config,
      'run',
      `${server.url}/api/openapi.json`,
      '--max-examples',
      '8',
      '--seed',
      '7',
    ];
    args.push(
      '--phases',
      'examples,coverage,fuzzing',
      '--checks',
      CHECKS.join(','),
      '--exclude-path-regex',
      LEFT_OUT,
    );
    args.push('--continue-on-failure', '--no-color', '--request-timeout', '30');
    const { stdout } = await promisify(execFile)(program, args, { cwd: folder, maxBuffer: 1 << 28 }).catch(
      (error: { stdout: string }) => error,
    );
    assert.match(stdout, /\d{3,} generated, \d+ passed\n/, stdout.slice(-20_000));
  });
});
