import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseJson, toJson } from '@orrery/core';

const NEWLINE = 10;

/** A file of one JSON value a line. What a crash or a full disk cut short is left out when it is read. */
export class JsonLines<T> {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Adds all of the values or, where that fails, none.
   *
   * @param synced whether they are to survive a power cut once this returns
   */
  append(values: T[], synced = false): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const handle = openSync(this.path, 'a+');
    try {
      const { size } = fstatSync(handle);
      const start = size > 0 && lastByte(handle, size) !== NEWLINE ? '\n' : '';
      try {
        writeAll(handle, start + values.map((value) => `${toJson(value)}\n`).join(''));
        if (synced) fsyncSync(handle);
      } catch (error) {
        ftruncateSync(handle, size);
        throw error;
      }
    } finally {
      closeSync(handle);
    }
  }

  /** Puts other values in place of all that is there, or leaves it as it is where that fails. */
  async replace(values: AsyncIterable<T>): Promise<void> {
    const partial = `${this.path}.part`;
    const handle = openSync(partial, 'w');
    try {
      for await (const value of values) writeAll(handle, `${toJson(value)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(partial, this.path);
  }

  async *read(): AsyncGenerator<T> {
    if (!this.exists) return;
    const lines = createInterface({
      input: createReadStream(this.path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) {
      const value = parse(line);
      if (value !== undefined) yield value as T;
    }
  }
}

function parse(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

function lastByte(handle: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, size - 1);
  return byte[0];
}

/** One write may take less than all where the disk is nearly full. */
function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
}
