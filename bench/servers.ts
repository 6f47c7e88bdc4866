import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { oraclePython } from '../scripts/oracle.ts';

export interface BenchServer {
  name: string;
  url: string;
  pid: number;
  /** Where its database and artifacts are. */
  folder: string;
  /** From the command to the first answer, in seconds. */
  coldStart: number;
  /** Resident memory of all its processes now, in megabytes. */
  memory(): number;
  /** What all its processes have worked so far, in milliseconds. */
  processorTime(): number;
  stop(): Promise<void>;
}

export interface BenchPlace {
  /** URL of a PostgreSQL database, in place of a file of its own. */
  database?: string | undefined;
  /** `s3://bucket/prefix`, in place of a folder of its own. */
  artifacts?: string | undefined;
  env?: Record<string, string> | undefined;
}

export function startOrrery(
  port: number,
  { database, artifacts, env = {} }: BenchPlace = {},
): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'));
  const command = fileURLToPath(new URL('../bin/orrery', import.meta.url));
  const ports = {
    MLFLOW_PORT: String(port),
    OPTUNA_PORT: String(port + 1),
    OPTUNA_GRPC_PORT: String(port + 3),
    ORRERY_PORT: String(port + 2),
  };
  const args = ['server', ...(database ? ['--backend-store-uri', database] : [])];
  if (artifacts) args.push('--artifacts-destination', artifacts);
  return start('orrery', command, args, { ...ports, ORRERY_STORE: folder, ...env }, port, folder);
}

export function startMlflow(
  port: number,
  { database, artifacts, env = {} }: BenchPlace = {},
  workers = 1,
): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mlflow-bench-'));
  const args = ['-m', 'mlflow', 'server', '--workers', String(workers), '--port', String(port)];
  args.push(
    '--backend-store-uri',
    database?.replace('postgresql:', 'postgresql+psycopg2:') ?? `sqlite:///${folder}/mlflow.db`,
    '--artifacts-destination',
    artifacts ?? `${folder}/artifacts`,
  );
  return start('mlflow', oraclePython(), args, env, port, folder);
}

export function startFastTrackML(port: number, { database }: BenchPlace = {}): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrackml-bench-'));
  const script = fileURLToPath(new URL('../scripts/fasttrackml', import.meta.url));
  const command = execFileSync(script, { encoding: 'utf8' }).trim();
  const args = ['server', '--log-level', 'error', '--listen-address', `127.0.0.1:${port}`];
  args.push('--database-uri', database ?? `sqlite://${folder}/fasttrackml.db`);
  args.push('--default-artifact-root', `${folder}/artifacts`);
  return start('fasttrackml', command, args, {}, port, folder);
}

async function start(
  name: string,
  command: string,
  args: string[],
  env: Record<string, string>,
  port: number,
  folder: string,
): Promise<BenchServer> {
  const url = `http://127.0.0.1:${port}`;
  if (await isHealthy(url))
    throw new Error(`Another server answers at ${url}. Stop it, then measure ${name}.`);
  const started = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || performance.now() - started > 180_000) {
      if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGKILL');
      throw new Error(`${name} did not start`);
    }
    await sleep(5);
  }
  return {
    name,
    url,
    pid: child.pid as number,
    folder,
    coldStart: (performance.now() - started) / 1000,
    memory: () => sum(child.pid as number, memoryOf),
    processorTime: () => sum(child.pid as number, processorTimeOf),
    async stop() {
      await stopGroup(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** Adds up over a process and all below it that are still there. */
function sum(leader: number, of: (pid: number) => number): number {
  let total = 0;
  const pids = [leader];
  for (const pid of pids) {
    try {
      total += of(pid);
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
      pids.push(...children.split(' ').filter(Boolean).map(Number));
    } catch {}
  }
  return total;
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;
}

/** Fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms. */
function processorTimeOf(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function stopGroup(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-(child.pid as number), 'SIGTERM');
  await exited;
}
