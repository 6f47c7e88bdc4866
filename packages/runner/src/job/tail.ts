import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type MetricsLine, parseLine } from './metrics-line.ts';

const POLL_MS = 50;
const CHUNK = 1 << 16;

/** Follows a `metrics.jsonl` while a job writes it. */
export class MetricsTail {
  readonly #file: string;
  readonly #take: (line: MetricsLine) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #buffer = Buffer.alloc(CHUNK);
  #offset = 0;
  #rest = '';

  /** @param fromEnd leaves out what the file holds already */
  constructor(file: string, take: (line: MetricsLine) => void, { fromEnd = false } = {}) {
    this.#file = file;
    this.#take = take;
    if (fromEnd) this.#offset = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    this.#timer = setInterval(() => this.#read(), POLL_MS);
  }

  /** Takes what was written last, and ends. */
  close(): void {
    clearInterval(this.#timer);
    this.#read();
  }

  #read(): void {
    let handle: number;
    try {
      handle = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      for (;;) {
        const count = readSync(handle, this.#buffer, 0, CHUNK, this.#offset);
        if (count === 0) break;
        this.#offset += count;
        this.#rest += this.#buffer.toString('latin1', 0, count);
      }
    } finally {
      closeSync(handle);
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = parseLine(Buffer.from(text, 'latin1').toString('utf8'));
      if (typeof line !== 'string') this.#take(line);
    }
  }
}
