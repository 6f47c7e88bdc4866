import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The processes that have a file open, as `pid 12 (name)`; Linux only, and those that this user may see. */
export function fileHolders(path: string): string[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => opens(pid, path)).map((pid) => `pid ${pid} (${commandOf(pid)})`);
}

function opens(pid: string, path: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === path);
  } catch {
    // It ended meanwhile, or is another user's.
    return false;
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().slice(0, 80);
  } catch {
    return 'ended';
  }
}
