import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Says which process listens on a TCP port, as `pid 12 (name)`; Linux only, and null where it cannot be seen. */
export function portHolder(port: number): string | null {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return null;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (!holds(pid, inodes)) continue;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return `pid ${pid} (${command.slice(0, 80)})`;
  }
  return null;
}

function listeningInodes(port: number): Set<string> {
  const inodes = new Set<string>();
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    let lines: string[];
    try {
      lines = readFileSync(table, 'utf8').split('\n').slice(1);
    } catch {
      continue;
    }
    for (const line of lines) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      const LISTEN = '0A';
      if (local?.endsWith(`:${hex}`) && state === LISTEN && inode) inodes.add(`socket:[${inode}]`);
    }
  }
  return inodes;
}

function holds(pid: string, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(readlink(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}

function readlink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
