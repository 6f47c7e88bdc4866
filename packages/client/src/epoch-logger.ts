import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runFromEnvironment } from './environment.ts';
import { outputDir } from './job.ts';
import { metricName } from './metric-name.ts';
import { type EpochLine, linesAfter, Marker, MetricsFile } from './metrics-file.ts';
import { Stream } from './stream.ts';
import { TrackingClient } from './tracking-client.ts';

const FLUSH_MS = 5000;

export interface EpochLoggerOptions {
  /** The server, instead of `MLFLOW_TRACKING_URI`. */
  trackingUri?: string;
  /** The run, instead of `MLFLOW_RUN_ID`. */
  runId?: string;
  /** Milliseconds between two requests. */
  intervalMs?: number;
}

/** Metrics by name; nested objects are flattened with `.`. */
export interface Metrics {
  [name: string]: unknown;
}

/**
 * Writes metrics to `metrics.jsonl` as they come, and streams them to the run that the host opened. Lines of the same
 * run that an earlier logger could not send go first. Nothing here throws into the training program.
 *
 *     const log = new EpochLogger();
 *     for (let epoch = 0; epoch < epochs && !log.shouldStop; epoch++) log.log(epoch, { loss: await train() });
 *     await log.close();
 */
export class EpochLogger {
  readonly #path: string;
  readonly #stopFile: string;
  readonly #run: { uri: string; runId: string } | null;
  readonly #intervalMs: number;
  readonly #warned = new Set<string>();
  #file: MetricsFile | null = null;
  #stream: Stream | null = null;
  /** For a program that never closes it. */
  readonly #atExit = () => void this.close();

  /** @param path the file; `metrics.jsonl` in the job's output folder by default */
  constructor(
    path = join(outputDir(), 'metrics.jsonl'),
    { trackingUri, runId, intervalMs = 1000 }: EpochLoggerOptions = {},
  ) {
    this.#path = path;
    this.#stopFile = join(process.env.ORRERY_OUTPUT || dirname(path), 'stop.json');
    this.#run = runFromEnvironment(trackingUri, runId);
    this.#intervalMs = intervalMs;
  }

  /** Logs the metrics of one step; what is no finite number is dropped. */
  log(step: number, metrics: Metrics): void {
    try {
      const values = Object.fromEntries(this.#finite(metrics, ''));
      if (!Number.isSafeInteger(step)) throw new TypeError('a step is a whole number');
      if (Object.keys(values).length > 0) this.#write({ step, timestamp: Date.now(), metrics: values });
    } catch (error) {
      this.#warnOnce('log', `metrics of step ${step} were not logged: ${(error as Error).message}`);
    }
  }

  /** Whether the host asked the job to end: its trial was pruned, or it was cancelled. */
  get shouldStop(): boolean {
    return existsSync(this.#stopFile);
  }

  /** Why the host asked, or null where it did not. */
  get stopReason(): string | null {
    try {
      return String((JSON.parse(readFileSync(this.#stopFile, 'utf8')) as { reason: unknown }).reason);
    } catch {
      return null;
    }
  }

  /** Sends what is left, for a few seconds at most; closing twice is fine. */
  async close(): Promise<void> {
    const [file, stream] = [this.#file, this.#stream];
    this.#file = this.#stream = null;
    process.off('beforeExit', this.#atExit);
    try {
      file?.close();
      await stream?.close(FLUSH_MS);
    } catch (error) {
      this.#warnOnce('close', `the log did not close cleanly: ${(error as Error).message}`);
    }
  }

  #write(line: EpochLine): void {
    this.#file ??= this.#open();
    let number: number | null = null;
    try {
      number = this.#file.append(line);
    } catch (error) {
      this.#warnOnce('write', `metrics could not be written to ${this.#path}: ${(error as Error).message}`);
    }
    this.#stream?.add({ number, line });
  }

  #open(): MetricsFile {
    const file = new MetricsFile(this.#path);
    if (!this.#run) return file;
    process.on('beforeExit', this.#atExit);
    const { uri, runId } = this.#run;
    const marker = new Marker(this.#path);
    let waiting: ReturnType<typeof linesAfter> = [];
    try {
      if (marker.runId !== null && marker.runId !== runId && existsSync(this.#path)) marker.setAside();
      file.open();
      marker.write(marker.lines, runId);
      waiting = linesAfter(this.#path, marker.lines);
    } catch (error) {
      this.#warnOnce('write', `metrics could not be written to ${this.#path}: ${(error as Error).message}`);
    }
    const run = { client: new TrackingClient(uri), runId, marker };
    this.#stream = new Stream(run, waiting, this.#intervalMs, (message) => this.#warnOnce('server', message));
    return file;
  }

  *#finite(metrics: Metrics, prefix: string): Generator<[string, number]> {
    for (const [name, value] of Object.entries(metrics)) {
      const key = prefix + name;
      if (typeof value === 'object' && value !== null) yield* this.#finite(value as Metrics, `${key}.`);
      else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
        yield [metricName(key), Number(value)];
      } else this.#warnOnce(`metric ${key}`, `metric '${key}' is ${String(value)} and was dropped`);
    }
  }

  #warnOnce(key: string, message: string): void {
    if (!this.#warned.has(key)) process.emitWarning(message, 'OrreryWarning');
    this.#warned.add(key);
  }
}
