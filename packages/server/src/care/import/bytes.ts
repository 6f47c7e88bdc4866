import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;

/** Reads a file from its beginning on, some bytes at a time. */
export class Bytes {
  readonly #file: number;
  #buffer = Buffer.alloc(0);
  #position = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  /** How many bytes were taken. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes; null where the file has fewer. They are valid until the next are taken. */
  take(count: number): Buffer | null {
    while (this.#buffer.length < count) {
      const more = Buffer.alloc(Math.max(CHUNK, count - this.#buffer.length));
      const read = readSync(this.#file, more);
      if (read === 0) return null;
      this.#buffer = Buffer.concat([this.#buffer, more.subarray(0, read)]);
    }
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.#position += count;
    return taken;
  }

  close(): void {
    closeSync(this.#file);
  }
}
