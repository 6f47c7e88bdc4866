import { readFileSync } from 'node:fs';

/** A process of this machine, told apart from a later one of the same number. */
export interface ProcessId {
  pid: number;
  /** When it started, in ticks since the machine did; null where the system does not tell. */
  started: number | null;
}

/** This process, or another. */
export function processId(pid: number = process.pid): ProcessId {
  return { pid, started: startOf(pid) };
}

/** Whether it is still there. */
export function isSameProcess({ pid, started }: ProcessId): boolean {
  return isAlive(pid) && started === startOf(pid);
}

/** A process in one word, as labels of containers hold it. */
export function processName({ pid, started }: ProcessId = processId()): string {
  return `${pid}.${started ?? ''}`.replace(/\.$/, '');
}

/** Whether the process of a name is still there. */
export function isNamedAlive(name = ''): boolean {
  const [pid, started] = name.split('.');
  return isSameProcess({ pid: Number(pid), started: started === undefined ? null : Number(started) });
}

/** Whether a process of this machine is there. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(pid: number): number | null {
  try {
    // The name in parentheses, the second field, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[19]);
  } catch {
    return null;
  }
}
