import { setTimeout as sleep } from 'node:timers/promises';
import { TrackingError, UnreachableError } from './errors.ts';
import { leading, type Marker, type NumberedLine, pointsOf } from './metrics-file.ts';
import type { TrackingClient } from './tracking-client.ts';

const LONGEST_PAUSE_MS = 30_000;

/**
 * Sends lines of a metrics file beside the training, at most one request an interval. Each acknowledged batch moves the
 * marker on; a batch that the server refused holds it for good: the host, or `replay`, sends from there.
 */
export class Stream {
  readonly #client: TrackingClient;
  readonly #runId: string;
  readonly #marker: Marker;
  readonly #intervalMs: number;
  readonly #warn: (message: string) => void;
  readonly #waiting: NumberedLine[];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<boolean> | null = null;
  #pause: number;
  #isBroken = false;
  #isOff = false;

  constructor(
    { client, runId, marker }: { client: TrackingClient; runId: string; marker: Marker },
    waiting: NumberedLine[],
    intervalMs: number,
    warn: (message: string) => void,
  ) {
    this.#client = client;
    this.#runId = runId;
    this.#marker = marker;
    this.#waiting = waiting;
    this.#intervalMs = this.#pause = intervalMs;
    this.#warn = warn;
    this.#plan();
  }

  add(line: NumberedLine): void {
    if (!this.#isOff) this.#waiting.push(line);
  }

  /** Sends what is left, for some milliseconds at most; what stays unsent is in the file. */
  async close(timeoutMs: number): Promise<void> {
    clearTimeout(this.#timer);
    const late = new AbortController();
    const sent = Promise.resolve(this.#sending).then(() => this.#send());
    const done = await Promise.race([sent, sleep(timeoutMs, false, { signal: late.signal })]);
    late.abort();
    if (!done && !this.#isOff)
      this.#warn("some metrics were not sent; the host logs them from the job's folder");
    this.#isOff = true;
    clearTimeout(this.#timer);
  }

  /** The timer does not keep a program alive that has ended. */
  #plan(): void {
    this.#timer = setTimeout(async () => {
      this.#sending = this.#send();
      await this.#sending;
      if (!this.#isOff) this.#plan();
    }, this.#pause).unref();
  }

  async #send(): Promise<boolean> {
    try {
      while (this.#waiting.length > 0 && !this.#isOff) await this.#sendBatch(leading(this.#waiting));
      this.#pause = this.#intervalMs;
      return this.#waiting.length === 0;
    } catch (error) {
      this.#take(error as Error);
      return false;
    }
  }

  async #sendBatch(batch: NumberedLine[]): Promise<void> {
    try {
      await this.#client.logBatch(this.#runId, { metrics: pointsOf(batch) });
    } catch (error) {
      if (!(error instanceof TrackingError) || error.status === 401 || error.status === 403) throw error;
      this.#warn(`the tracking server refused metrics: ${error.message}`);
      this.#isBroken = true;
    }
    this.#waiting.splice(0, batch.length);
    const last = batch.findLast(({ number }) => number !== null)?.number;
    if (last && !this.#isBroken) this.#marker.write(last, this.#runId);
  }

  #take(error: Error): void {
    if (error instanceof UnreachableError) {
      this.#warn(`metrics are kept in the job's folder, tracking is unreachable: ${error.message}`);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
      return;
    }
    this.#isOff = true;
    this.#waiting.length = 0;
    const hint =
      error instanceof TrackingError
        ? '; MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, say who logs'
        : '';
    this.#warn(`live metrics are off, the file has them all: ${error.message}${hint}`);
  }
}
