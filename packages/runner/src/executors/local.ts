import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeJson } from '../json-file.ts';
import type { Executor, ExecutorJob, Exit, RunningJob } from './executor.ts';

const TERM_GRACE_MS = 3000;

/** Jobs as processes of this machine, each a group of its own, so that its children end with it. */
export class LocalExecutor implements Executor {
  readonly name = 'local';

  start({ command, workingDirectory, output, environment }: ExecutorJob): RunningJob {
    const log = openSync(join(output, 'container.log'), 'a');
    const child = spawn(command[0] as string, command.slice(1), {
      cwd: workingDirectory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    const exited = new Promise<Exit>((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }));
      child.once('exit', (code, signal) => {
        signalGroup(child.pid, 'SIGKILL');
        resolve({ code, signal });
      });
    });
    return {
      exited,
      async stop(reason, graceMs) {
        if (graceMs > 0) writeJson(join(output, 'stop.json'), { reason });
        if (await within(exited, graceMs)) return;
        signalGroup(child.pid, 'SIGTERM');
        if (await within(exited, TERM_GRACE_MS)) return;
        signalGroup(child.pid, 'SIGKILL');
        await exited;
      },
    };
  }
}

async function within(exited: Promise<Exit>, ms: number): Promise<boolean> {
  const ended = exited.then(() => true);
  return ms > 0 ? Promise.race([ended, sleep(ms, false)]) : false;
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
