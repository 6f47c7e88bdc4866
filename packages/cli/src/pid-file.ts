import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doorUrl, type ServerConfig } from '@orrery/server';

/** What a running server leaves in its store, so that `down` and `status` find it. */
export interface ServerRecord {
  pid: number;
  /** The tracking door. */
  url: string;
}

export function rememberServer(config: ServerConfig): void {
  const url = doorUrl(config, config.doors[0]?.port as number);
  mkdirSync(config.storeDir, { recursive: true });
  writeFileSync(fileIn(config.storeDir), JSON.stringify({ pid: process.pid, url } satisfies ServerRecord));
}

export function forgetServer(config: ServerConfig): void {
  if (findServer(config.storeDir)?.pid === process.pid) rmSync(fileIn(config.storeDir), { force: true });
}

/** The server of a store, if one runs. */
export function findServer(storeDir: string): ServerRecord | null {
  try {
    const record = JSON.parse(readFileSync(fileIn(storeDir), 'utf8')) as ServerRecord;
    return isOrrery(record.pid) ? record : null;
  } catch {
    return null;
  }
}

/** A pid may have passed to another program since it was written. */
function isOrrery(pid: number): boolean {
  process.kill(pid, 0);
  if (process.platform !== 'linux') return true;
  return /\/main\.(ts|cjs)\0server\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}

function fileIn(storeDir: string): string {
  return join(storeDir, 'server.json');
}
