import { createReadStream, existsSync } from 'node:fs';

/** Longer lines are left out: they would have to be in memory whole. */
export const MAX_LINE_BYTES = 16 << 20;

const NEWLINE = 10;

/** Cuts what comes in pieces into lines, with no more than one line in memory. */
export class LineSplitter {
  readonly #take: (line: string | null) => void;
  #parts: Buffer[] = [];
  #length = 0;

  /** @param take called for each line, without its newline; with null for one that is too long */
  constructor(take: (line: string | null) => void) {
    this.#take = take;
  }

  /** @param piece may be changed by the caller afterwards */
  push(piece: Buffer): void {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#add(piece.subarray(start, end));
      this.end();
      start = end + 1;
    }
    if (start < piece.length) this.#add(piece.subarray(start));
  }

  /** Ends the line that stands open, as a newline would. */
  end(): void {
    const line = this.#length > MAX_LINE_BYTES ? null : Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#length = 0;
    this.#take(line);
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MAX_LINE_BYTES) this.#parts = [];
    else this.#parts.push(Buffer.from(part));
  }

  get isOpen(): boolean {
    return this.#length > 0;
  }
}

/** The lines of a file, however large it is; null for one that is too long. Nothing where there is no file. */
export async function* linesOf(file: string): AsyncGenerator<string | null> {
  if (!existsSync(file)) return;
  let lines: (string | null)[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for await (const piece of createReadStream(file)) {
    splitter.push(piece as Buffer);
    yield* lines;
    lines = [];
  }
  if (splitter.isOpen) splitter.end();
  yield* lines;
}
