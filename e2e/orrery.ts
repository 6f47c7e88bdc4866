import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/free-port.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Finished {
  code: number | null;
  output: string;
  seconds: number;
}

/** An Orrery of its own: a folder to work in, free ports, and the real command. */
export class Orrery {
  readonly folder = mkdtempSync(join(tmpdir(), 'orrery-e2e-'));
  readonly ports: number[];
  /** Of the study storage. */
  readonly storagePort: number;
  readonly env: NodeJS.ProcessEnv;
  /** What is started; arguments are added. */
  command = [join(ROOT, 'bin', 'orrery')];

  private constructor(ports: number[], storagePort: number) {
    this.ports = ports;
    this.storagePort = storagePort;
    const [tracking, sweeps, workbench] = ports.map(String);
    this.env = {
      ...process.env,
      MLFLOW_PORT: tracking,
      OPTUNA_PORT: sweeps,
      OPTUNA_GRPC_PORT: String(storagePort),
      ORRERY_PORT: workbench,
      ORRERY_STORE: join(this.folder, 'store'),
      PYTHONPATH: join(ROOT, 'python'),
    };
  }

  static async make(): Promise<Orrery> {
    return new Orrery([await freePort(), await freePort(), await freePort()], await freePort());
  }

  get url(): string {
    return `http://localhost:${this.ports[0]}`;
  }

  get store(): string {
    return join(this.folder, 'store');
  }

  fixture(name: string): string {
    return join(ROOT, 'e2e', 'fixtures', name);
  }

  spawn(...args: string[]): ChildProcess {
    const [program = '', ...first] = this.command;
    return spawn(program, [...first, ...args], {
      cwd: this.folder,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  run(...args: string[]): Promise<Finished> {
    return finished(this.spawn(...args));
  }

  /** Starts the services. @throws Error with all that the command said, where they do not come up */
  async up(): Promise<void> {
    const { code, output } = await this.run('up');
    if (code !== 0) throw new Error(`orrery up ended with ${code}: ${output}`);
  }

  get serverPid(): number {
    return (JSON.parse(readFileSync(join(this.store, 'server.json'), 'utf8')) as { pid: number }).pid;
  }

  async remove(): Promise<void> {
    await this.run('down');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function finished(child: ChildProcess): Promise<Finished> {
  const started = performance.now();
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
  return new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, output, seconds: (performance.now() - started) / 1000 })),
  );
}
