import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';

type Path = (string | number)[];

/** A YAML file that knows at which line each of its values stands. */
export class YamlFile {
  readonly file: string;
  readonly text: string;
  /** The whole content as plain values; null where it cannot be read. */
  readonly value: unknown;
  readonly problems: Problem[] = [];
  readonly #document: Document.Parsed | null = null;
  readonly #lines = new LineCounter();

  /** @param text its content, where it is not to be read */
  constructor(file: string, text?: string) {
    this.file = file;
    this.text = '';
    this.value = null;
    try {
      this.text = text ?? readFileSync(file, 'utf8');
    } catch (error) {
      this.problems.push({ file, message: `cannot be read: ${(error as Error).message}` });
      return;
    }
    try {
      this.#document = parseDocument(this.text, { lineCounter: this.#lines });
      for (const error of this.#document.errors) {
        const message = error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? '';
        this.problems.push({ file, line: error.linePos?.[0].line, message });
      }
      // Aliases are followed here: to nowhere, in a circle, or into more than there is memory for.
      if (this.problems.length === 0) this.value = withoutCircles(this.#document.toJS());
    } catch (error) {
      this.problems.push({ file, message: `is not to be used: ${(error as Error).message}` });
    }
  }

  /** The line of the value at `path`, or of the nearest thing around it. */
  lineOf(path: Path): number | undefined {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = this.#document?.getIn(path.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return this.#lines.linePos(node.range[0]).line;
    }
    return undefined;
  }
}

/** @throws Error for a value that is part of itself */
function withoutCircles(value: unknown, around: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (around.includes(value)) throw new Error('an alias stands in what it names');
  for (const each of Object.values(value)) withoutCircles(each, [...around, value]);
  return value;
}
