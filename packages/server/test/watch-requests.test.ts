import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../scripts/free-port.ts';
import { until } from '../../../scripts/until.ts';

const COMMAND = fileURLToPath(new URL('../../../bin/orrery', import.meta.url));

describe('the log of requests', () => {
  const store = mkdtempSync(join(tmpdir(), 'orrery-log-'));
  let child: ChildProcess;
  let url: string;
  let output = '';
  const lines = () =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const lineOf = async (id: string) => {
    const find = () => lines().find(({ reqId, msg }) => reqId === id && msg === 'answered');
    await until(() => find() !== undefined);
    return find() as Record<string, unknown>;
  };
  before(async () => {
    const [MLFLOW_PORT, OPTUNA_PORT, OPTUNA_GRPC_PORT, ORRERY_PORT] = await Promise.all(
      Array.from({ length: 4 }, async () => String(await freePort())),
    );
    url = `http://127.0.0.1:${MLFLOW_PORT}`;
    const ports = { MLFLOW_PORT, OPTUNA_PORT, OPTUNA_GRPC_PORT, ORRERY_PORT };
    const env = { ...process.env, ...ports, ORRERY_STORE: store, ORRERY_LOG_LEVEL: 'info' };
    child = spawn(COMMAND, ['server'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.on('data', (data) => {
      output += data;
    });
    await until(() =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  });
  after(() => {
    child.kill();
    rmSync(store, { recursive: true });
  });

  it('has a line for each request, by the id that the caller sent or was told', async () => {
    const search = (headers: Record<string, string>) =>
      fetch(`${url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=secret%20name`, { headers });
    const given = await search({ 'x-request-id': 'trace-42' });
    assert.equal(given.headers.get('x-request-id'), 'trace-42');
    const line = await lineOf('trace-42');
    assert.partialDeepStrictEqual(line, {
      door: 'tracking',
      method: 'GET',
      route: '/api/2.0/mlflow/experiments/get-by-name',
      status: 404,
    });
    assert.equal(typeof line.ms, 'number');
    assert.ok(!output.includes('secret'), 'what was asked for is in the log');

    const first = (await search({})).headers.get('x-request-id') as string;
    const second = (await search({ 'x-request-id': 'not sane\t{}' })).headers.get('x-request-id') as string;
    assert.match(first, /^[0-9a-f]{8}-\w+$/);
    assert.match(second, /^[0-9a-f]{8}-\w+$/);
    assert.notEqual(first, second);
    assert.ok(await lineOf(second));
  });
});
