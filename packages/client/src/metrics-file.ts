import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname } from 'node:path';
import type { Metric } from '@orrery/core';

/** A line of `metrics.jsonl`. */
export interface EpochLine {
  step: number;
  /** Unix milliseconds. */
  timestamp: number;
  metrics: Record<string, number>;
}

/** A line with its number in the file, counted from 1; null where the file could not take it. */
export interface NumberedLine {
  number: number | null;
  line: EpochLine;
}

/** `metrics.jsonl` of one run: each line is in the file when `append` returns. */
export class MetricsFile {
  readonly #path: string;
  #handle: number | null = null;
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Makes it ready to append, and ends a line that a crash cut short. */
  open(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const text = existsSync(this.#path) ? readFileSync(this.#path) : Buffer.alloc(0);
    this.#handle = openSync(this.#path, 'a');
    this.#lines = text.reduce((count, byte) => count + Number(byte === 10), 0);
    if (text.length > 0 && text.at(-1) !== 10) {
      appendFileSync(this.#handle, '\n');
      this.#lines++;
    }
  }

  /** Writes a line and returns its number; where that fails, the file is looked at anew next time. */
  append(line: EpochLine): number {
    try {
      if (this.#handle === null) this.open();
      appendFileSync(this.#handle as number, `${JSON.stringify(line)}\n`);
    } catch (error) {
      this.close();
      throw error;
    }
    return ++this.#lines;
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }
}

/**
 * `metrics.streamed` beside the metrics: the run that they are of, and how many leading lines the server has. The host
 * logs only the other lines after the job has ended.
 */
export class Marker {
  readonly #metrics: string;
  readonly #path: string;
  lines = 0;
  runId: string | null = null;

  constructor(metrics: string) {
    this.#metrics = metrics;
    this.#path = markerOf(metrics);
    try {
      const known = JSON.parse(readFileSync(this.#path, 'utf8')) as { lines?: unknown; run_id?: unknown };
      if (Number.isInteger(known.lines)) this.lines = known.lines as number;
      if (typeof known.run_id === 'string') this.runId = known.run_id;
    } catch {
      // Nothing was sent yet.
    }
  }

  /** Replaces the mark, whole or not at all. */
  write(lines: number, runId: string): void {
    this.lines = lines;
    this.runId = runId;
    writeFileSync(`${this.#path}.part`, JSON.stringify({ lines, run_id: runId }));
    renameSync(`${this.#path}.part`, this.#path);
  }

  /** Renames both files after their run, so that another run can begin its own. */
  setAside(): void {
    const extension = extname(this.#metrics);
    const aside = `${this.#metrics.slice(0, -extension.length || undefined)}.${this.runId}${extension}`;
    renameSync(this.#metrics, aside);
    renameSync(this.#path, markerOf(aside));
    this.lines = 0;
    this.runId = null;
  }
}

/** The lines that follow the first `number`; what is none, as a crash leaves it, is left out. */
export function linesAfter(path: string, number: number): NumberedLine[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      const line = index < number ? null : parse(text);
      return line ? [{ number: index + 1, line }] : [];
    });
}

/** The points of lines, as the API takes them. */
export function pointsOf(lines: NumberedLine[]): Metric[] {
  return lines.flatMap(({ line: { step, timestamp, metrics } }) =>
    Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp, step })),
  );
}

/** The first lines that fit one request, at least one. */
export function leading(lines: NumberedLine[], most = 1000): NumberedLine[] {
  let count = 0;
  const end = lines.findIndex(({ line }, index) => {
    count += Object.keys(line.metrics).length;
    return count > most && index > 0;
  });
  return end < 0 ? lines.slice() : lines.slice(0, end);
}

function markerOf(metrics: string): string {
  const extension = extname(metrics);
  return `${extension ? metrics.slice(0, -extension.length) : metrics}.streamed`;
}

function parse(text: string): EpochLine | null {
  try {
    const line = JSON.parse(text) as EpochLine;
    const isWhole = typeof line.metrics === 'object' && line.metrics !== null;
    return isWhole && Number.isInteger(line.step) && Number.isInteger(line.timestamp) ? line : null;
  } catch {
    return null;
  }
}
