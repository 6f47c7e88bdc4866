import { appendFileSync } from 'node:fs';
import { HEARTBEAT_TAG, newRunId, REASON_TAG, type RunStatus } from '@orrery/core';
import type { RunContext } from '../context.ts';
import { type Exit, type RunningJob, verdictOf } from '../executors/executor.ts';
import { sampleWhile } from '../sampling.ts';
import { RunRecorder } from '../spool/recorder.ts';
import { JobFolder } from './folder.ts';
import { type Job, type JobOutcome, type JobState, jobHash } from './job.ts';
import type { MetricsLine } from './metrics-line.ts';
import { readOutputs } from './outputs.ts';
import { flattenParams, runTags } from './tags.ts';
import { MetricsTail } from './tail.ts';

const CANCEL_GRACE_MS = 1000;
const STOP_GRACE_MS = 5000;

export interface JobWatch {
  /** Called when the run is open, before the job starts. */
  onOpen?(runId: string, experimentId: string): void;
  /** Called for each line of `metrics.jsonl`; resolves to why the job is to be stopped, or to null. */
  onMetrics?(line: MetricsLine): string | null;
}

/**
 * The life of one run: opened, with params and tags, before the job starts; sampled while it runs; closed FINISHED,
 * FAILED or KILLED with what the job left. Resolves, never throws, however the job ends.
 */
export async function runJob(context: RunContext, job: Job, watch: JobWatch = {}): Promise<JobOutcome> {
  const started = Date.now();
  const runId = newRunId();
  const folder = JobFolder.of(context.storeDir, context.manifest.globals.experiment_name, job, runId);
  folder.create(job, context.manifest.text);
  const log = (message: string) =>
    appendFileSync(folder.file('orchestrator.log'), `${new Date().toISOString()} ${message}\n`);
  const warn = (message: string) => {
    log(`warning: ${message}`);
    context.reporter.line(`${job.runName}: ${message}`);
  };
  const state: JobState = {
    run_id: runId,
    job: jobHash(job),
    status: 'RUNNING',
    pid: process.pid,
    exit_code: null,
    reason: null,
    started_ms: started,
    ended_ms: null,
  };
  folder.writeState(state);

  const recorder = new RunRecorder(context.client, context.storeDir, runId, warn);
  await recorder.record(openOperation(context, job, folder, runId, started), {
    kind: 'log',
    params: flattenParams(job.params),
  });
  const run = { runId: recorder.target?.runId ?? runId, experimentId: recorder.target?.experimentId ?? '' };
  state.run_id = run.runId;
  watch.onOpen?.(run.runId, run.experimentId);
  log(`run ${run.runId} opened, starting on ${job.executor}`);

  const running = context.executors[job.executor].start({
    runId: run.runId,
    model: job.model,
    input: job.dataset.folder,
    output: folder.path,
    resources: job.resources,
    environment: jobEnvironment(context, job, run),
  });
  const { exit, stopped } = await supervise(context, job, folder, running, recorder, watch);
  const ended = Date.now();
  const [status, reason] = stopped ? [stopped.status, stopped.reason] : verdictOf(exit);
  log(`${status}${reason ? `: ${reason}` : ''}`);

  const outputs = readOutputs(folder, ended);
  for (const warning of outputs.warnings) warn(warning);
  Object.assign(state, { status, reason, exit_code: exit.code, ended_ms: ended });
  await recorder.record(
    {
      kind: 'log',
      metrics: outputs.history,
      ...(reason && { tags: [{ key: REASON_TAG, value: reason }] }),
    },
    ...folder.artifacts().map(({ file, path }) => ({ kind: 'artifact' as const, file, path })),
    { kind: 'untag', key: HEARTBEAT_TAG },
    { kind: 'update', status, endTime: ended },
  );
  await recorder.close();
  folder.writeState(state);
  return { runId: run.runId, status, metrics: outputs.scalars, reason, seconds: (ended - started) / 1000 };
}

function openOperation(context: RunContext, job: Job, folder: JobFolder, runId: string, startTime: number) {
  const { experiment_name, metrics } = context.manifest.globals;
  return {
    kind: 'create' as const,
    experiment: experiment_name,
    experimentTags: [
      { key: 'orrery.primary_metric', value: metrics.primary },
      { key: 'orrery.direction', value: metrics.direction },
    ],
    runId,
    runName: job.runName,
    userId: context.source.user,
    startTime,
    tags: runTags(context, job, folder.path),
  };
}

function jobEnvironment(
  context: RunContext,
  job: Job,
  run: { runId: string; experimentId: string },
): Record<string, string> {
  return {
    MLFLOW_TRACKING_URI: context.client.uri,
    MLFLOW_EXPERIMENT_NAME: context.manifest.globals.experiment_name,
    MLFLOW_EXPERIMENT_ID: run.experimentId,
    MLFLOW_RUN_ID: run.runId,
    ORRERY_SEED: String(job.seed),
    PYTHONHASHSEED: String(job.seed >>> 0),
    PYTHONUNBUFFERED: '1',
  };
}

interface Stop {
  reason: string;
  status: RunStatus;
}

/** Waits for the job to end, and ends it where it is cancelled, runs out of time or is not worth going on with. */
async function supervise(
  context: RunContext,
  job: Job,
  folder: JobFolder,
  running: RunningJob,
  recorder: RunRecorder,
  watch: JobWatch,
): Promise<{ exit: Exit; stopped: Stop | null }> {
  let stopped: Stop | null = null;
  const stop = (reason: string, status: RunStatus, graceMs: number) => {
    if (stopped) return;
    stopped = { reason, status };
    void running.stop(reason, graceMs);
  };
  const cancel = () => stop(String(context.cancelled.reason), 'KILLED', CANCEL_GRACE_MS);
  if (context.cancelled.aborted) cancel();
  context.cancelled.addEventListener('abort', cancel);
  const timeout = job.timeout
    ? setTimeout(
        () => stop(`timed out after ${job.timeout} s`, 'FAILED', CANCEL_GRACE_MS),
        job.timeout * 1000,
      )
    : undefined;
  const tail = new MetricsTail(folder.file('metrics.jsonl'), (line) => {
    const reason = watch.onMetrics?.(line);
    if (reason) stop(reason, 'KILLED', STOP_GRACE_MS);
  });
  const sampling = new AbortController();
  const sampled = sampleWhile(sampling.signal, context.storeDir, recorder, running);

  const exit = await running.exited;
  clearTimeout(timeout);
  context.cancelled.removeEventListener('abort', cancel);
  const before = stopped as Stop | null;
  tail.close();
  sampling.abort();
  await sampled;
  return { exit, stopped: before };
}
