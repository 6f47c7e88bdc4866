import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { freePort } from '../scripts/free-port.ts';
import { optunaPython } from '../scripts/optuna.ts';

/**
 * Trials a second of 64 workers over gRPC: Optuna's own proxy and Orrery, each on an SQLite file, in one run.
 *
 *     node bench/studies.ts [--processes 4] [--threads 16] [--seconds 30]
 */
const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '4' },
    threads: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '30' },
  },
});
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-studies-'));

async function measure(name: string, command: string, args: string[], env: NodeJS.ProcessEnv, port: number) {
  const server = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await untilListening(port);
    const { processes, threads, seconds } = values;
    const workers = [path('studies/workers.py'), String(port), 'bench', processes, threads, seconds];
    const { stdout } = await promisify(execFile)(optunaPython(), ['-W', 'ignore', ...workers]);
    const { done } = JSON.parse(stdout) as { done: number };
    const rate = done / Number(seconds);
    console.log(`${name.padEnd(16)} ${rate.toFixed(1).padStart(8)} trials/s`);
    return rate;
  } finally {
    server.kill();
    await new Promise((resolve) => (server.exitCode === null ? server.once('exit', resolve) : resolve(null)));
  }
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.unref();
    });
    if (isUp) return;
    await sleep(100);
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

try {
  const [theirPort, ourPort, a, b, c] = await Promise.all(Array.from({ length: 5 }, () => freePort()));
  const theirArgs = ['-W', 'ignore', path('studies/proxy.py'), String(theirPort), join(folder, 'theirs.db')];
  const theirs = await measure("Optuna's proxy", optunaPython(), theirArgs, {}, theirPort as number);
  const ports = { MLFLOW_PORT: String(a), OPTUNA_PORT: String(b), ORRERY_PORT: String(c) };
  const env = { ...ports, OPTUNA_GRPC_PORT: String(ourPort), ORRERY_STORE: join(folder, 'store') };
  const ours = await measure('Orrery', path('../bin/orrery'), ['server'], env, ourPort as number);
  console.log(`${''.padEnd(16)} ${(ours / theirs).toFixed(1).padStart(8)}×`);
  mkdirSync('bench/results', { recursive: true });
  const result = { ...values, node: process.version, optuna: theirs, orrery: ours, ratio: ours / theirs };
  writeFileSync('bench/results/studies.json', `${JSON.stringify(result, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
