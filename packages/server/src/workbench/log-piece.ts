import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { relative } from 'node:path';

export interface LogPiece {
  text: string;
  /** Bytes of the file: where the text begins, and the one after its last. */
  from: number;
  to: number;
  size: number;
}

/** The real path of a file that is there and below a folder; tags are anybody's to set. */
export function insideOf(folder: string, path: string): string | null {
  try {
    const real = realpathSync(path);
    return relative(realpathSync(folder), real).startsWith('..') ? null : real;
  } catch {
    return null;
  }
}

/**
 * A piece of a text file, which ends between two characters; where nothing is added any more, also with half a one.
 *
 * @param from byte to begin at; from the end where negative
 * @param limit bytes
 */
export function readPiece(path: string, from: number, limit: number, isComplete: boolean): LogPiece {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
    const bytes = Buffer.alloc(Math.min(limit, size - start));
    const read = readSync(handle, bytes, 0, bytes.length, start);
    const isEnd = isComplete && start + read >= size;
    const whole = isEnd ? read : wholeCharacters(bytes.subarray(0, read));
    return { text: bytes.toString('utf8', 0, whole), from: start, to: start + whole, size };
  } finally {
    closeSync(handle);
  }
}

/** How many bytes there are up to the last character of UTF-8 that is whole. */
function wholeCharacters(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  const first = bytes[end - 1];
  if (first === undefined || first < 0x80) return bytes.length;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return end - 1 + length <= bytes.length ? end - 1 + length : end - 1;
}
