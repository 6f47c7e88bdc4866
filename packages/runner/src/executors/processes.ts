import { readdirSync, readFileSync } from 'node:fs';

/** To a job's process and all of the group that it leads. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader) send(-leader, signal);
}

/**
 * Kills all that is left of a job: its group and, where the system tells, what carries its run id in the environment. A
 * daemon leaves its group, but keeps that.
 */
export function killAll(leader: number | undefined, runId: string): void {
  signalGroup(leader, 'SIGKILL');
  for (const pid of processesOf(runId)) send(pid, 'SIGKILL');
}

function processesOf(runId: string): number[] {
  const needle = Buffer.from(`\0MLFLOW_RUN_ID=${runId}\0`);
  return pids().filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/environ`).includes(needle);
    } catch {
      return false;
    }
  });
}

function pids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It is gone already.
  }
}
