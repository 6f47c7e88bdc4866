import { appendFileSync } from 'node:fs';
import { newRunId, type RunStatus } from '@orrery/core';
import { inSpan, tracing } from '@orrery/telemetry';
import { processId } from '../alive.ts';
import type { RunContext } from '../context.ts';
import { type Executor, type Exit, type RunningJob, verdictOf } from '../executors/executor.ts';
import { runCredentials } from '../run-credentials.ts';
import { sampleWhile } from '../sampling.ts';
import { RunRecorder } from '../spool/recorder.ts';
import { recordEnding, tryTo } from './ending.ts';
import { JobFolder } from './folder.ts';
import { type Job, type JobOutcome, type JobState, jobHash } from './job.ts';
import type { MetricsLine } from './metrics-line.ts';
import { multiverseEnvironment } from './multiverse.ts';
import { flattenParams, runTags } from './tags.ts';
import { MetricsTail } from './tail.ts';

const CANCEL_GRACE_MS = 1000;
const STOP_GRACE_MS = 5000;

export interface JobWatch {
  /** Called when the run is open, before the job starts. */
  onOpen?(runId: string, experimentId: string): void | Promise<void>;
  /** Called for each line of `metrics.jsonl`; resolves to why the job is to be stopped, or to null. */
  onMetrics?(line: MetricsLine): string | null | Promise<string | null>;
}

/**
 * The life of one run: opened, with params and tags, before the job starts; sampled while it runs; closed FINISHED,
 * FAILED or KILLED with what the job left. Resolves, never throws, however the job ends.
 */
export function runJob(context: RunContext, job: Job, watch: JobWatch = {}): Promise<JobOutcome> {
  const attributes = {
    'orrery.dataset': job.dataset.slug,
    'orrery.model': job.model.slug,
    'orrery.executor': job.executor,
  };
  return inSpan(`job ${job.runName}`, attributes, async (span) => {
    const outcome = await liveJob(context, job, watch);
    span?.set({ 'orrery.run_id': outcome.runId, 'orrery.status': outcome.status });
    if (outcome.status !== 'FINISHED') span?.fail(outcome.reason ?? outcome.status);
    return outcome;
  });
}

async function liveJob(context: RunContext, job: Job, watch: JobWatch): Promise<JobOutcome> {
  const started = Date.now();
  const since = performance.now();
  const runId = newRunId();
  const folder = JobFolder.of(context.storeDir, context.manifest.globals.experiment_name, job, runId);
  const say = (message: string) => context.reporter.line(`${job.runName}: ${message}`);
  const log = (message: string) =>
    tryTo(
      () => appendFileSync(folder.file('orchestrator.log'), `${new Date().toISOString()} ${message}\n`),
      () => {},
    );
  const warn = (message: string, known = false) => {
    log(`warning: ${message}`);
    if (!known) say(message);
  };
  const { pid, started: pidStarted } = processId();
  const state: JobState = {
    run_id: runId,
    job: jobHash(job),
    status: 'RUNNING',
    pid,
    pid_started: pidStarted,
    job_process: null,
    exit_code: null,
    reason: null,
    started_ms: started,
    ended_ms: null,
    recorded: false,
  };
  let unmade: string | null = null;
  tryTo(
    () => {
      folder.create(job, context.manifest.text);
      folder.writeState(state);
    },
    (message) => {
      unmade = `its folder could not be made: ${message}`;
    },
  );

  const options = { client: context.client, storeDir: context.storeDir, runId, folder: folder.path };
  const recorder = new RunRecorder({ ...options, warn });
  await recorder.record(openOperation(context, job, folder, runId, started), {
    kind: 'log',
    params: flattenParams(job.params),
  });
  const run = { runId: recorder.target?.runId ?? runId, experimentId: recorder.target?.experimentId ?? '' };
  state.run_id = run.runId;
  await watch.onOpen?.(run.runId, run.experimentId);
  log(`run ${run.runId} opened, starting on ${job.executor}`);

  const credentials = await runCredentials(context.client, run.runId);
  const running = unmade ? unstarted(unmade) : start(context, job, folder, run, credentials);
  if (running.pid) state.job_process = processId(running.pid);
  if (!unmade) tryTo(() => folder.writeState(state), warn);
  const { exit, stopped } = await supervise(context, job, folder, running, recorder, watch, warn);
  // Of a clock that was set back meanwhile, the length of the run is what is left to go by.
  const seconds = (performance.now() - since) / 1000;
  const endTime =
    Math.max(Date.now(), started) === started ? started + Math.round(seconds * 1000) : Date.now();
  const [status, reason] = stopped ? [stopped.status, stopped.reason] : verdictOf(exit);
  log(`${status}${reason ? `: ${reason}` : ''}`);

  Object.assign(state, { status, reason, exit_code: exit.code, ended_ms: endTime });
  if (!unmade) tryTo(() => folder.writeState(state), warn);
  const metrics = await recordEnding(folder, { status, reason, endTime }, recorder, warn);
  if (!unmade) tryTo(() => folder.writeState({ ...state, recorded: true }), warn);
  return { runId: run.runId, status, metrics, reason, seconds };
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

function start(
  context: RunContext,
  job: Job,
  folder: JobFolder,
  run: { runId: string; experimentId: string },
  credentials: Record<string, string>,
): RunningJob {
  try {
    return (context.executors[job.executor] as Executor).start({
      runId: run.runId,
      model: job.model,
      input: job.dataset.folder,
      dataFile: job.dataset.dataFile,
      isFileAlone: job.dataset.isFileAlone,
      output: folder.path,
      resources: job.resources,
      kubernetes: job.kubernetes,
      environment: {
        ...multiverseEnvironment(job, folder.path),
        ...jobEnvironment(context, job, run),
        ...credentials,
      },
    });
  } catch (error) {
    return unstarted((error as Error).message);
  }
}

/** A job that ended before it began. */
function unstarted(error: string): RunningJob {
  return { exited: Promise.resolve({ code: null, signal: null, error }), stop: async () => {} };
}

function jobEnvironment(
  context: RunContext,
  job: Job,
  run: { runId: string; experimentId: string },
): Record<string, string> {
  const traceparent = tracing()?.current();
  return {
    ...(traceparent && { TRACEPARENT: traceparent }),
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
  warn: (message: string) => void,
): Promise<{ exit: Exit; stopped: Stop | null }> {
  let stopped: Stop | null = null;
  const stop = (reason: string, status: RunStatus, graceMs: number) => {
    if (stopped) return;
    stopped = { reason, status };
    void running.stop(reason, graceMs).catch(() => {});
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
  const { onMetrics } = watch;
  let watched: Promise<unknown> = Promise.resolve();
  const tail = onMetrics
    ? new MetricsTail(folder.file('metrics.jsonl'), (line) => {
        watched = watched
          .then(() => onMetrics(line))
          .then((reason) => reason && stop(reason, 'KILLED', STOP_GRACE_MS))
          .catch((error: Error) => warn(error.message));
      })
    : null;
  const sampling = new AbortController();
  const sampled = sampleWhile(sampling.signal, context.storeDir, recorder, running);

  const exit = await running.exited.catch(
    (error: Error): Exit => ({ code: null, signal: null, cause: error.message }),
  );
  clearTimeout(timeout);
  context.cancelled.removeEventListener('abort', cancel);
  const before = stopped as Stop | null;
  tail?.close();
  await watched;
  sampling.abort();
  await sampled;
  return { exit, stopped: before };
}
