import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { oraclePython } from '../../scripts/oracle.ts';
import { Door, Refused } from '../durability/door.ts';
import { Program } from '../durability/program.ts';
import { until } from '../durability/writes.ts';
import { Orrery } from '../orrery.ts';

const API = '/api/2.0/mlflow';
const CONNECTIONS = 10_000;
const MOST_MEMORY_MB = 600;
const MB = 1024 * 1024;

/** A process may have fewer files open than that. */
const limit = Number(
  execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).replace('unlimited', '1e9'),
);
const tooFew = limit < CONNECTIONS + 1000 && `only ${limit} open files are allowed`;

describe('a server that is asked for too much', () => {
  let orrery: Orrery;
  let program: Program;
  let door: Door;
  let run: string;
  beforeEach(async () => {
    orrery = await Orrery.make();
    program = await Program.start(orrery);
    door = new Door(orrery.url);
    run = (await door.post(`${API}/runs/create`, { experiment_id: '0' })).run.info.run_id;
  });
  afterEach(async () => {
    door.close();
    await program.kill('SIGTERM');
    await orrery.remove();
  });

  /** The most memory that the server ever had, in megabytes. */
  const peak = () =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) / 1000;
  const request = (path: string, body: object) => {
    const text = JSON.stringify(body);
    return `POST ${API}${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
  };
  const metric = (step: number) => ({ run_id: run, key: 'loss', value: step, timestamp: step, step });
  function manyConnections(count: number): ChildProcess {
    const script = fileURLToPath(new URL('./many-connections.ts', import.meta.url));
    const child = spawn(process.execPath, [script, String(orrery.ports[0]), String(count)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin?.write(request('/runs/log-metric', metric(1)));
    return child;
  }
  const refusal = (sending: Promise<unknown>): Promise<Refused> =>
    sending.then(
      () => assert.fail('it was taken'),
      (error) => (error instanceof Refused ? error : Promise.reject(error)),
    );

  it(`answers ${CONNECTIONS} connections that write at once, and stay`, { skip: tooFew }, async (test) => {
    const child = manyConnections(CONNECTIONS);
    const [statuses] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    const { 200: done = 0, 429: refused = 0 } = JSON.parse(String(statuses));
    assert.equal(done + refused, CONNECTIONS, String(statuses));
    assert.ok(done > CONNECTIONS / 2);
    await door.post(`${API}/runs/log-metric`, metric(2));
    test.diagnostic(`${done} taken, ${refused} refused, at most ${peak()} MB`);
    assert.ok(peak() < MOST_MEMORY_MB, `${peak()} MB`);
    child.stdin?.end();
    await once(child, 'exit');
  });

  it('takes batches up to the limits of MLflow, and says what is too large', async () => {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({ ...metric(i), key: `k${i}`.padEnd(250, 'x') }));
    await door.post(`${API}/runs/log-batch`, { run_id: run, metrics });
    const { status, message } = await refusal(
      door.send('POST', `${API}/runs/log-batch`, Buffer.alloc(65 * MB, ' ')),
    );
    assert.equal(status, 413);
    assert.match(message, /larger than the 64 MB that are taken here; nothing was done/);
  });

  it('takes only so many large bodies at once, however slowly they come', async (test) => {
    const head = `POST ${API}/runs/log-batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${20 * MB}\r\n\r\n`;
    const answers: string[] = [];
    const sockets = Array.from({ length: 60 }, () => {
      const socket = net.connect(orrery.ports[0] as number, '127.0.0.1');
      socket.on('error', () => {}).on('data', (data) => answers.push(String(data)));
      socket.write(head);
      socket.write(Buffer.alloc(10 * MB, ' '));
      return socket;
    });
    await until(() => answers.length >= 50);
    for (const answer of answers) {
      assert.match(answer, /^HTTP\/1.1 429 .*\r\nretry-after: 1\r\n/s);
      assert.match(answer, /REQUEST_LIMIT_EXCEEDED.*takes no more of them until some are gone/);
    }
    assert.ok(answers.length < sockets.length);
    await door.post(`${API}/runs/log-metric`, metric(3));
    for (const socket of sockets) socket.destroy();
    test.diagnostic(`${sockets.length - answers.length} taken, at most ${peak()} MB`);
    assert.ok(peak() < MOST_MEMORY_MB, `${peak()} MB`);
    await becomesAllowed(() => door.send('POST', `${API}/runs/log-batch`, Buffer.alloc(20 * MB, ' ')));
  });

  it('keeps only so many answers that nobody reads', async (test) => {
    const { experiment_id } = await door.post(`${API}/experiments/create`, { name: 'large' });
    const params = Array.from({ length: 100 }, (_, i) => ({ key: `p${i}`, value: 'x'.repeat(500) }));
    for (let made = 0; made < 200; made++) {
      const { info } = (await door.post(`${API}/runs/create`, { experiment_id })).run;
      await door.post(`${API}/runs/log-batch`, { run_id: info.run_id, params });
    }
    const search = request('/runs/search', { experiment_ids: [experiment_id], max_results: 200 });
    const body = search.slice(search.indexOf('{'));
    const sockets: net.Socket[] = [];
    let refused = 0;
    for (; refused === 0 && sockets.length < 100; refused += Number(await isRefused(body))) {
      const socket = net.connect(orrery.ports[0] as number, '127.0.0.1').on('error', () => {});
      sockets.push(socket);
      socket.pause();
      socket.write(search);
    }
    assert.equal(refused, 1);
    for (const socket of sockets) socket.destroy();
    test.diagnostic(`${sockets.length} answers unread, at most ${peak()} MB`);
    assert.ok(peak() < MOST_MEMORY_MB, `${peak()} MB`);
    await becomesAllowed(() => door.send('POST', `${API}/runs/search`, body));
    // Those who leave before their answer take nothing.
    for (let left = 0; left < 40; left++) {
      const socket = net.connect(orrery.ports[0] as number, '127.0.0.1').on('error', () => {});
      socket.write(search, () => socket.destroy());
      await once(socket, 'close');
    }
    await becomesAllowed(() => door.send('POST', `${API}/runs/search`, body));
  });

  async function isRefused(search: string): Promise<boolean> {
    try {
      await door.send('POST', `${API}/runs/search`, search);
      return false;
    } catch (error) {
      return error instanceof Refused && error.status === 429;
    }
  }

  async function becomesAllowed(send: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        await send();
        return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (error.status !== 429) return;
        assert.ok(tries < 1000, error.message);
      }
    }
  }

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
    const mlflow = spawn(oraclePython(), ['-c', log, orrery.url, run], { stdio: 'pipe' });
    await once(mlflow.stdout, 'data');
    const lock = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
`;
    const file = join(orrery.store, 'mlflow.db');
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
    const answer = await door.send('GET', `${API}/metrics/get-history?run_id=${run}&metric_key=patient`);
    assert.equal(JSON.parse(answer).metrics.length, 1);
    many.kill();
  });

  /** Resolves once a write is told to wait. */
  async function until429(): Promise<void> {
    for (;;) {
      const own = new Door(orrery.url);
      const sending = own.post(`${API}/runs/log-metric`, metric(4)).then(
        () => 200,
        (error) => (error as Refused).status,
      );
      const status = await Promise.race([sending, new Promise((resolve) => setTimeout(resolve, 100))]);
      if (status === 429) return own.close();
    }
  }
});
