import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';

const CHUNK = 1 << 18;
/** How much before the end of what was read is compared, to see that a file was written anew. */
const ANCHOR = 1024;
const LOOK_MS = 50;
const NEWLINE = 10;

/** Follows a text file that grows, or is written anew, line by whole line. */
export class TableTail {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  readonly #first: Stats | undefined;
  #known: Stats | undefined;
  #offset = 0;
  #anchor = Buffer.alloc(0);
  #anew = false;

  constructor(file: string) {
    this.#file = file;
    this.#first = this.#known = statSync(file, { throwIfNoEntry: false });
    this.#timer = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Whether the file was written since this was made. */
  get isTouched(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.mtimeMs !== this.#first?.mtimeMs;
  }

  /** Begins with the first line again. */
  rewind(): void {
    this.#offset = 0;
    this.#anchor = Buffer.alloc(0);
    this.#anew = false;
  }

  /**
   * The lines that come next, not all at once; `''` where there are none yet, null where the file was written anew and
   * begins with its first line again.
   *
   * @param toEnd whether a last line without a newline is taken too
   */
  next(toEnd: boolean): string | null {
    this.#look();
    let handle: number;
    try {
      handle = openSync(this.#file, 'r');
    } catch {
      return '';
    }
    try {
      if (this.#anew || !this.#isAnchored(handle)) {
        this.rewind();
        return null;
      }
      return this.#take(handle, toEnd);
    } finally {
      closeSync(handle);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Sees a file that is emptied, though it may be longer than before when it is read next. */
  #look(): void {
    const now = statSync(this.#file, { throwIfNoEntry: false });
    if (now && this.#known && (now.ino !== this.#known.ino || now.size < this.#known.size)) this.#anew = true;
    this.#known = now ?? this.#known;
  }

  #isAnchored(handle: number): boolean {
    if (fstatSync(handle).size < this.#offset) return false;
    const before = Buffer.alloc(this.#anchor.length);
    readSync(handle, before, 0, before.length, this.#offset - before.length);
    return before.equals(this.#anchor);
  }

  #take(handle: number, toEnd: boolean): string {
    for (let size = CHUNK; ; size *= 2) {
      const buffer = Buffer.alloc(size);
      const piece = buffer.subarray(0, readSync(handle, buffer, 0, size, this.#offset));
      const isLast = piece.length < size;
      const length = isLast && toEnd ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
      if (length === 0 && !isLast) continue; // a line longer than the piece
      const lines = piece.subarray(0, length);
      this.#offset += length;
      this.#anchor = Buffer.concat([this.#anchor, lines.subarray(-ANCHOR)]).subarray(-ANCHOR);
      return lines.toString('utf8');
    }
  }
}
