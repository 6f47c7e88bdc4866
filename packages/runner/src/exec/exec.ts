import { createWriteStream, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { TrackingClient } from '@orrery/client';
import { metricName } from '@orrery/client';
import { FOLDER_TAG, HEARTBEAT_TAG, type Metric, newRunId, REASON_TAG, type RunStatus } from '@orrery/core';
import { type Exit, verdictOf } from '../executors/executor.ts';
import { flattenParams } from '../job/tags.ts';
import { MetricsTail } from '../job/tail.ts';
import { runCredentials } from '../run-credentials.ts';
import { sampleWhile } from '../sampling.ts';
import { userName } from '../source.ts';
import { RunRecorder } from '../spool/recorder.ts';
import { type Child, startChild } from './child.ts';
import { keepCode } from './code.ts';
import type { ArtifactWish, ExecOptions } from './options.ts';
import { gpuNames, originOf } from './origin.ts';
import { ResultsCsv } from './results-csv.ts';
import { type CommandStop, SignalForwarder, type Stopped } from './signals.ts';
import { StdoutMetrics } from './stdout-metrics.ts';
import { uploadsOf } from './uploads.ts';

const FLUSH_MS = 1000;
/** As long as a tag of an MLflow server may be. */
const MAX_TAG = 5000;

export interface ExecContext {
  client: TrackingClient;
  /** Absolute. */
  storeDir: string;
  /** Tells the user what happens beside the command's own output. */
  say: (message: string) => void;
}

/** How a wrapped command ended. */
export interface ExecOutcome {
  runId: string;
  status: RunStatus;
  /** Why it is not FINISHED, in words. */
  reason: string | null;
  /** The command's own exit code, or 128 and the number of the signal that ended it. */
  code: number;
}

/** Who takes part in the life of a wrapped command. */
export interface ExecWatch {
  /** Called when the run is open, before the command starts. */
  onOpen?(runId: string, experimentId: string): void | Promise<void>;
  /** Called when the command has started. */
  onStart?(child: Child): void;
  /** Called with points before they are recorded, in order. */
  onMetrics?(points: Metric[]): void | Promise<void>;
  /** Called when the command has ended, before its last points. */
  onExit?(): void;
  /** Called after them: for points that it left besides, and for what its run is closed as, if not by its exit code. */
  finish?(): Promise<{ metrics: Metric[]; verdict: Stopped | null }>;
}

/** Wraps one command as `runCommand` does, with the signals of this process passed on. Resolves to the exit code. */
export async function execCommand(context: ExecContext, options: ExecOptions): Promise<number> {
  const signals = new SignalForwarder(options.graceMs, context.say);
  try {
    return (await runCommand(context, options, newRunId(), signals)).code;
  } finally {
    signals.close();
  }
}

/** The folder of a command's run. */
export function execFolder(storeDir: string, runId: string): string {
  return join(storeDir, 'exec', runId);
}

/**
 * Wraps one command as a run: recorded before the command starts, its metrics live, closed FINISHED, FAILED or
 * KILLED with its log and files. Trouble of the server never ends the command; what it is not told is spooled.
 *
 * @param stop ends the command before its time
 */
export async function runCommand(
  context: ExecContext,
  options: ExecOptions,
  runId: string,
  stop: CommandStop,
  watch: ExecWatch = {},
): Promise<ExecOutcome> {
  const { client, storeDir, say } = context;
  const folder = execFolder(storeDir, runId);
  mkdirSync(folder, { recursive: true });
  const recorder = new RunRecorder({ client, storeDir, runId, folder, warn: say });
  const code = await open(context, options, runId, recorder);
  const target = recorder.target ?? { runId, experimentId: '' };
  await watch.onOpen?.(target.runId, target.experimentId);
  say(`run ${target.runId} (${options.runName})`);

  const csv = options.resultsCsv === null ? null : new ResultsCsv(options.resultsCsv);
  const printed = new StdoutMetrics(options.stdout, options.groups);
  let points: Metric[] = [];
  const take = async (metrics: Metric[]) => {
    await watch.onMetrics?.(metrics);
    await recorder.record({ kind: 'log', metrics });
  };
  const flush = async (toEnd: boolean) => {
    const metrics = points;
    points = [];
    if (metrics.length > 0) await take(metrics);
    for (const more of csv?.read(Date.now(), toEnd) ?? []) await take(more);
  };
  let flushing: Promise<void> | null = null;
  const timer = setInterval(() => {
    flushing ??= flush(false).finally(() => {
      flushing = null;
    });
  }, options.flushMs ?? FLUSH_MS);
  const tail =
    options.metricsJsonl === null
      ? null
      : new MetricsTail(
          options.metricsJsonl,
          (line) => points.push(...line.metrics.map((each) => ({ ...each, key: metricName(each.key) }))),
          { fromEnd: true },
        );

  const logFile = join(folder, 'output.log');
  const log = createWriteStream(logFile);
  log.once('error', ({ message }) => say(`the command's output is no longer kept: ${message}`));
  const environment = {
    MLFLOW_TRACKING_URI: client.uri,
    MLFLOW_EXPERIMENT_NAME: options.experiment,
    MLFLOW_EXPERIMENT_ID: target.experimentId,
    MLFLOW_RUN_ID: target.runId,
    PYTHONUNBUFFERED: '1',
    ...(await runCredentials(client, target.runId)),
    ...options.environment,
  };
  const child = startChild(options.command, {
    environment,
    log,
    quiet: options.quiet ?? false,
    onLine: (line) => points.push(...printed.read(line, Date.now())),
  });
  stop.attach(child);
  watch.onStart?.(child);
  const sampling = new AbortController();
  const sampled = sampleWhile(sampling.signal, storeDir, recorder);

  const exit = await child.exited;
  stop.ended();
  watch.onExit?.();
  clearInterval(timer);
  tail?.close();
  await flushing;
  await flush(true);
  const rest = await watch.finish?.();
  if (rest && rest.metrics.length > 0) await recorder.record({ kind: 'log', metrics: rest.metrics });
  csv?.close();
  sampling.abort();
  await sampled;
  log.end();
  await finished(log).catch(() => {});
  const stopped = stop.stopped ?? rest?.verdict;
  const [status, reason] = stopped ? [stopped.status, stopped.reason] : verdictOf(exit);
  if (exit.error) say(`${options.command[0]} could not be started: ${exit.error}`);
  if (exit.isHeld) say('something that the command started goes on; what it prints is left out');
  const uploads = (wish: ArtifactWish) => {
    try {
      const found = uploadsOf(wish);
      if (found.length === 0) say(`nothing to upload at ${wish.path}`);
      return found;
    } catch (error) {
      say(`${wish.path} is not uploaded: ${(error as Error).message}`);
      return [];
    }
  };
  await recorder.record(
    {
      kind: 'log',
      metrics: csv?.summary(Date.now()) ?? [],
      tags: [
        { key: 'exit_code', value: String(codeOf(exit)) },
        ...(reason ? [{ key: REASON_TAG, value: reason }] : []),
      ],
    },
    { kind: 'artifact', file: logFile, path: 'logs/output.log' },
    ...(code ? uploads({ path: code, destination: 'source' }) : []),
    ...(options.logDir === null ? [] : uploads({ path: options.logDir, destination: 'training-output' })),
    ...options.artifacts.flatMap(uploads),
    { kind: 'untag', key: HEARTBEAT_TAG },
    { kind: 'update', status, endTime: Date.now() },
  );
  await recorder.close();
  return { runId: target.runId, status, reason, code: codeOf(exit) };
}

/** A command that was cut off would be another one. */
function wholeOrNothing(command: string): string | null {
  return command.length <= MAX_TAG ? command : null;
}

/** Opens the run, with all that is known before the command starts; resolves to the folder of its code, if any is kept. */
async function open(
  context: ExecContext,
  options: ExecOptions,
  runId: string,
  recorder: RunRecorder,
): Promise<string | null> {
  const origin = originOf(process.cwd());
  const gpus = gpuNames();
  const tags: Record<string, string | null> = {
    'mlflow.source.name': options.command.join(' ').slice(0, MAX_TAG),
    'mlflow.source.type': 'LOCAL',
    'orrery.command': wholeOrNothing(JSON.stringify(options.command)),
    'mlflow.source.git.commit': origin.commit,
    'mlflow.source.git.branch': origin.branch,
    'mlflow.source.git.repoURL': origin.repository,
    'mlflow.source.git.dirty': origin.commit === null ? null : String(origin.diff !== null),
    'mlflow.user': userName(),
    'orrery.executor': 'exec',
    [FOLDER_TAG]: execFolder(context.storeDir, runId),
    'gpu.available': String(gpus.length > 0),
    'gpu.names': gpus.length > 0 ? gpus.join(', ').slice(0, MAX_TAG) : null,
    ...options.tags,
  };
  await recorder.record(
    {
      kind: 'create',
      experiment: options.experiment,
      experimentTags: [],
      runId,
      runName: options.runName,
      userId: userName(),
      startTime: Date.now(),
      tags: Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [{ key, value }])),
    },
    { kind: 'log', params: flattenParams(options.params) },
  );
  const code = join(execFolder(context.storeDir, runId), 'code');
  return keepCode(code, options.command, origin) ? code : null;
}

function codeOf({ code, signal, error }: Exit): number {
  if (error) return /ENOENT/.test(error) ? 127 : 126;
  return code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
