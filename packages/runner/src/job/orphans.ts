import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess } from '../alive.ts';
import type { RunContext } from '../context.ts';
import { killAll, signalGroup } from '../executors/processes.ts';
import { readRecordedRun } from '../record/recorded-run.ts';
import { RunRecorder } from '../spool/recorder.ts';
import { recordEnding, tryTo } from './ending.ts';
import { earlierJobs, type JobFolder } from './folder.ts';
import type { JobState } from './job.ts';

const TERM_GRACE_MS = 2000;

/**
 * Ends what an orchestrator that died has left of this experiment: stops processes of its jobs, and closes their runs
 * with what the folders hold. A job that had ended keeps its verdict; another one is KILLED.
 *
 * @returns how many there were
 */
export async function finishOrphans(context: RunContext): Promise<number> {
  const { manifest, storeDir } = context;
  const orphans = earlierJobs(storeDir, manifest.globals.experiment_name).filter(
    ({ state }) => state.recorded === false && !isSameProcess({ pid: state.pid, started: state.pid_started }),
  );
  for (const { folder, state } of orphans) await finish(context, folder, state);
  return orphans.length;
}

async function finish(context: RunContext, folder: JobFolder, state: JobState): Promise<void> {
  const warn = (message: string) => context.reporter.line(`${folder.path}: ${message}`);
  const left = state.job_process;
  if (left && isSameProcess(left)) {
    signalGroup(left.pid, 'SIGTERM');
    for (let waited = 0; waited < TERM_GRACE_MS && isSameProcess(left); waited += 50) await sleep(50);
    killAll(isSameProcess(left) ? left.pid : undefined, state.run_id);
  } else killAll(undefined, state.run_id);
  const recorded = await readRecordedRun(folder.path);
  if (state.status === 'RUNNING') {
    const reason = `its orchestrator, process ${state.pid}, died`;
    Object.assign(state, { status: 'KILLED', reason, ended_ms: recorded?.lastSign ?? state.started_ms });
  }
  const { status, reason, ended_ms } = state;
  const options = {
    client: context.client,
    storeDir: context.storeDir,
    runId: state.run_id,
    folder: folder.path,
  };
  const recorder = new RunRecorder({ ...options, warn });
  recorder.resume(recorded?.target ?? null);
  await recordEnding(folder, { status, reason, endTime: ended_ms ?? state.started_ms }, recorder, warn);
  tryTo(() => folder.writeState({ ...state, recorded: true }), warn);
}
