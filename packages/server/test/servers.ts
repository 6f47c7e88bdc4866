import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverConfig } from '@orrery/server';
import { serve } from '@orrery/server/serve';
import { freePort } from '../../../scripts/free-port.ts';
import { oraclePython } from '../../../scripts/oracle.ts';

export interface TestServer {
  url: string;
  /** Of Optuna's storage; 0 where it has none. */
  storagePort: number;
  /** Where its database and artifacts are. */
  folder: string;
  stop(): Promise<void>;
}

interface Place {
  /** Made where absent. */
  folder?: string | undefined;
  /** URL of a PostgreSQL database, in place of `<folder>/mlflow.db`. */
  database?: string | undefined;
  artifactsDestination?: string | undefined;
  defaultArtifactRoot?: string | undefined;
  /** False for `--no-serve-artifacts`. */
  serveArtifacts?: boolean | undefined;
  /** `basic-auth`, where callers have to say who they are. */
  appName?: string | undefined;
  /** Where `AWS_*` and the like come from. */
  env?: Record<string, string> | undefined;
}

/** An Orrery on free ports, in this process. */
export async function startOrrery(place: Place = {}): Promise<TestServer> {
  const folder = place.folder ?? mkdtempSync(join(tmpdir(), 'orrery-'));
  const ports = { MLFLOW_PORT: '0', OPTUNA_PORT: '0', OPTUNA_GRPC_PORT: '0', ORRERY_PORT: '0' };
  const env = { ...place.env, ...ports, ORRERY_STORE: folder, MLFLOW_BACKEND_STORE_URI: place.database };
  const { artifactsDestination = '', defaultArtifactRoot = '', serveArtifacts = true, appName = '' } = place;
  const server = await serve(
    serverConfig({ artifactsDestination, defaultArtifactRoot, serveArtifacts, appName }, env),
  );
  const port = server.config.doors[0]?.port;
  const storagePort = server.config.doors.find(({ protocol }) => protocol === 'grpc')?.port ?? 0;
  return { url: `http://127.0.0.1:${port}`, storagePort, folder, stop: () => server.close() };
}

/** A real `mlflow server`. */
export async function startMlflow(place: Place = {}): Promise<TestServer> {
  const folder = place.folder ?? mkdtempSync(join(tmpdir(), 'mlflow-'));
  const database =
    place.database?.replace('postgresql:', 'postgresql+psycopg2:') ?? `sqlite:///${folder}/mlflow.db`;
  const port = await freePort();
  const args = ['-m', 'mlflow', 'server', '--workers', '1', '--host', '127.0.0.1', '--port', String(port)];
  args.push('--backend-store-uri', database);
  args.push('--artifacts-destination', place.artifactsDestination ?? join(folder, 'artifacts'));
  if (place.defaultArtifactRoot) args.push('--default-artifact-root', place.defaultArtifactRoot);
  if (place.appName) args.push('--app-name', place.appName);
  if (place.serveArtifacts === false) args.push('--no-serve-artifacts');
  const child = spawn(oraclePython(), args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    // Its job runner is a dozen processes that no test needs.
    env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', ...place.env },
  });
  let output = '';
  child.stderr?.on('data', (data) => {
    output = (output + data).slice(-4000);
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 1800) {
      if (child.exitCode === null) await stopGroup(child);
      throw new Error(`mlflow server did not start:\n${output}`);
    }
    if (
      await fetch(`${url}/health`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    await sleep(100);
  }
  return { url, storagePort: 0, folder, stop: () => stopGroup(child) };
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid as number), 'SIGTERM');
  await exited;
}
