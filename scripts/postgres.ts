import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of our own, in a folder that goes with it. */
export interface PostgresServer {
  /** Makes an empty database, and gives its URL. */
  database(): string;
  stop(): void;
}

/** @param options of the server, e.g. `fsync=off` where nothing is to be kept */
export function startPostgres(...options: string[]): Promise<PostgresServer> {
  return startPostgresAt('127.0.0.1', ...options);
}

/** As `startPostgres`, for all who reach the address that it listens on. */
export async function startPostgresAt(host: string, ...options: string[]): Promise<PostgresServer> {
  const bin =
    process.env.ORRERY_POSTGRES ??
    execFileSync(fileURLToPath(new URL('./postgres', import.meta.url)), { encoding: 'utf8' }).trim();
  const folder = mkdtempSync(join(tmpdir(), 'orrery-postgres-'));
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chownSync(folder, idOf('-u'), idOf('-g'));
  const run = (program: string, ...args: string[]) => {
    const command = [join(bin, program), ...args];
    const [file, ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(file as string, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const data = join(folder, 'data');
  run(
    'initdb',
    '--pgdata',
    data,
    '--username',
    'orrery',
    '--auth',
    'trust',
    '--encoding',
    'UTF8',
    '--locale',
    'C.UTF-8',
  );
  appendFileSync(join(data, 'pg_hba.conf'), 'host all all 0.0.0.0/0 trust\n');
  const port = await freePort();
  const flags = [`-h ${host} -p ${port} -k ${folder}`, ...options.map((option) => `-c ${option}`)].join(' ');
  run('pg_ctl', '--pgdata', data, '--options', flags, '--log', join(folder, 'log'), '--wait', 'start');
  return {
    database() {
      const name = `t${randomUUID().replaceAll('-', '')}`;
      run('createdb', '-h', host, '-p', String(port), '-U', 'orrery', name);
      return `postgresql://orrery@${host}:${port}/${name}`;
    },
    stop() {
      run('pg_ctl', '--pgdata', data, '--mode', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root; Debian's package brings a user for it. */
function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}
