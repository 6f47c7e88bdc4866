import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { LineSplitter } from './lines.ts';
import { type MetricsLine, parseLine } from './metrics-line.ts';

const POLL_MS = 50;
const CHUNK = 1 << 16;
/** What is read at a time; the rest waits, so that other jobs get their turn. */
const CHUNKS_A_POLL = 64;

/** Follows a `metrics.jsonl` while a job writes it. */
export class MetricsTail {
  readonly #file: string;
  readonly #lines: LineSplitter;
  readonly #timer: NodeJS.Timeout;
  readonly #buffer = Buffer.alloc(CHUNK);
  #offset = 0;

  /** @param fromEnd leaves out what the file holds already */
  constructor(file: string, take: (line: MetricsLine) => void, { fromEnd = false } = {}) {
    this.#file = file;
    this.#lines = new LineSplitter((text) => {
      const line = text === null ? '' : parseLine(text);
      if (typeof line !== 'string') take(line);
    });
    if (fromEnd) this.#offset = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.#timer = setInterval(() => this.#read(CHUNKS_A_POLL), POLL_MS);
  }

  /** Takes what was written last, and ends. */
  close(): void {
    clearInterval(this.#timer);
    this.#read(Number.POSITIVE_INFINITY);
    if (this.#lines.isOpen) this.#lines.end();
  }

  #read(chunks: number): void {
    let handle: number;
    try {
      handle = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      if (fstatSync(handle).size < this.#offset) this.#beginAnew();
      for (let left = chunks; left > 0; left--) {
        const count = readSync(handle, this.#buffer, 0, CHUNK, this.#offset);
        if (count === 0) break;
        this.#offset += count;
        this.#lines.push(this.#buffer.subarray(0, count));
      }
    } finally {
      closeSync(handle);
    }
  }

  /** Of a file that was emptied. */
  #beginAnew(): void {
    if (this.#lines.isOpen) this.#lines.end();
    this.#offset = 0;
  }
}
