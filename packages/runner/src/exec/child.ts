import { spawn } from 'node:child_process';
import type { WriteStream } from 'node:fs';
import type { Exit } from '../executors/executor.ts';

export interface Child {
  exited: Promise<Exit>;
  /** To the command and all that it started. */
  signal(name: NodeJS.Signals): void;
}

/**
 * Starts a command whose output goes on to ours as it comes, and to a log.
 *
 * @param onLine called for each line of its standard output and error; the newline is cut off
 */
export function startChild(
  command: string[],
  environment: Record<string, string>,
  log: WriteStream,
  onLine: (line: string) => void,
): Child {
  const child = spawn(command[0] as string, command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: ['inherit', 'pipe', 'pipe'],
    detached: true,
  });
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    let rest = '';
    from.on('data', (data: Buffer) => {
      to.write(data);
      if (!log.write(data)) {
        from.pause();
        log.once('drain', () => from.resume());
      }
      const lines = (rest + data.toString('utf8')).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '').slice(-MAX_LINE);
      for (const line of lines) onLine(line.slice(0, MAX_LINE));
    });
    from.once('end', () => onLine(rest));
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    exited,
    signal(name) {
      try {
        if (child.pid) process.kill(-child.pid, name);
      } catch {
        // The group is gone already.
      }
    },
  };
}

/** What is looked at of one line; a progress bar may never end its own. */
const MAX_LINE = 64 * 1024;
