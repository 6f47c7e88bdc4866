import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { oraclePython } from '../../scripts/oracle.ts';
import { Door, type Refused } from '../durability/door.ts';
import { API, Loaded, MOST_MEMORY_MB, requestText } from './loaded.ts';

const CONNECTIONS = 10_000;
/** A process may have fewer files open than that. */
const limit = Number(
  execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).replace('unlimited', '1e9'),
);
const tooFew = limit < CONNECTIONS + 1000 && `only ${limit} open files are allowed`;

describe('a server with many connections', () => {
  let server: Loaded;
  beforeEach(async () => {
    server = await Loaded.start();
  });
  afterEach(() => server.stop());

  function manyConnections(count: number): ChildProcess {
    const script = fileURLToPath(new URL('./many-connections.ts', import.meta.url));
    const child = spawn(process.execPath, [script, String(server.port), String(count)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin?.write(requestText('/runs/log-metric', server.metric(1)));
    return child;
  }
  it(`answers ${CONNECTIONS} connections that write at once, and stay`, { skip: tooFew }, async (test) => {
    const child = manyConnections(CONNECTIONS);
    const [statuses] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    const { 200: done = 0, 429: refused = 0 } = JSON.parse(String(statuses));
    assert.equal(done + refused, CONNECTIONS, String(statuses));
    assert.ok(done > CONNECTIONS / 2);
    await server.door.post(`${API}/runs/log-metric`, server.metric(2));
    test.diagnostic(`${done} taken, ${refused} refused, at most ${server.peak} MB`);
    assert.ok(server.peak < MOST_MEMORY_MB, `${server.peak} MB`);
    child.stdin?.end();
    await once(child, 'exit');
  });

  it('has the real MLflow wait while too many writes do, and then takes its own', {
    skip: tooFew,
  }, async () => {
    const log = `
import logging, sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1])
logging.basicConfig(level=logging.DEBUG)
print("ready", flush=True)
sys.stdin.readline()
client.log_metric(sys.argv[2], "patient", 1.5)
`;
    const mlflow = spawn(oraclePython(), ['-c', log, server.orrery.url, server.run], { stdio: 'pipe' });
    await once(mlflow.stdout, 'data');
    const lock = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
`;
    const file = join(server.orrery.store, 'mlflow.db');
    const locker = spawn('python3', ['-c', lock, file], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(locker.stdout, 'data');
    const many = manyConnections(5_500);
    await until429();
    let said = '';
    mlflow.stderr.on('data', (data) => {
      said += data;
      if (/log-metric HTTP\/1.1" 429/.test(said)) locker.stdin.end();
    });
    mlflow.stdin.write('go\n');
    const [code] = await once(mlflow, 'exit');
    assert.match(said, /log-metric HTTP\/1.1" 429/);
    assert.equal(code, 0, said);
    const answer = await server.door.send(
      'GET',
      `${API}/metrics/get-history?run_id=${server.run}&metric_key=patient`,
    );
    assert.equal(JSON.parse(answer).metrics.length, 1);
    many.kill();
  });

  /** Resolves once a write is told to wait. */
  async function until429(): Promise<void> {
    for (;;) {
      const own = new Door(server.orrery.url);
      const sending = own.post(`${API}/runs/log-metric`, server.metric(4)).then(
        () => 200,
        (error) => (error as Refused).status,
      );
      const status = await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, 100))]);
      if (status === 429) return own.close();
    }
  }
});
