import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import {
  askToStop,
  type Executor,
  type ExecutorJob,
  type Exit,
  endsWithin,
  type RunningJob,
} from './executor.ts';
import { killAll, signalGroup } from './processes.ts';

const TERM_GRACE_MS = 3000;

/** Jobs as processes of this machine, each a group of its own, so that its children end with it. */
export class LocalExecutor implements Executor {
  readonly name = 'local';

  start({ runId, model, input, output, environment }: ExecutorJob): RunningJob {
    const command = model.command ?? [];
    const log = openSync(join(output, 'container.log'), 'a');
    const child = spawn(command[0] as string, command.slice(1), {
      cwd: model.folder,
      env: { ...process.env, ...environment, ORRERY_INPUT: input, ORRERY_OUTPUT: output },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    const exited = new Promise<Exit>((resolve) => {
      child.once('error', (error) => resolve({ code: null, signal: null, error: error.message }));
      child.once('exit', (code, signal) => {
        killAll(child.pid, runId);
        resolve({ code, signal });
      });
    });
    return {
      exited,
      pid: child.pid,
      async stop(reason, graceMs) {
        if (graceMs > 0) askToStop(output, reason);
        if (await endsWithin(exited, graceMs)) return;
        signalGroup(child.pid, 'SIGTERM');
        if (await endsWithin(exited, TERM_GRACE_MS)) return;
        killAll(child.pid, runId);
        await exited;
      },
    };
  }
}
