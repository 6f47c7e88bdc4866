import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverConfig } from '@orrery/server';
import { serve } from '@orrery/server/serve';
import { oraclePython } from '../../../scripts/oracle.ts';

export interface TestServer {
  url: string;
  /** Where its database and artifacts are. */
  folder: string;
  stop(): Promise<void>;
}

/** An Orrery on free ports, in this process. */
export async function startOrrery(folder = mkdtempSync(join(tmpdir(), 'orrery-'))): Promise<TestServer> {
  const ports = { MLFLOW_PORT: '0', OPTUNA_PORT: '0', ORRERY_PORT: '0' };
  const server = await serve(serverConfig({}, { ...ports, ORRERY_STORE: folder }));
  const port = server.config.doors[0]?.port;
  return { url: `http://127.0.0.1:${port}`, folder, stop: () => server.close() };
}

/** A real `mlflow server` over `<folder>/mlflow.db`. */
export async function startMlflow(folder = mkdtempSync(join(tmpdir(), 'mlflow-'))): Promise<TestServer> {
  const port = await freePort();
  const args = ['-m', 'mlflow', 'server', '--workers', '1', '--host', '127.0.0.1', '--port', String(port)];
  args.push('--backend-store-uri', `sqlite:///${folder}/mlflow.db`);
  args.push('--artifacts-destination', join(folder, 'artifacts'));
  const child = spawn(oraclePython(), args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  let output = '';
  child.stderr?.on('data', (data) => {
    output = (output + data).slice(-4000);
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 600) throw new Error(`mlflow server did not start:\n${output}`);
    if (
      await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    await sleep(100);
  }
  return { url, folder, stop: () => stopGroup(child) };
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid as number), 'SIGTERM');
  await exited;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
