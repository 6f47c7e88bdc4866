import { join, relative, resolve } from 'node:path';
import type { Experiment, LoggedModel, Run } from '@orrery/core';
import { JsonLines } from '../json-lines.ts';
import type { Operation } from '../spool/operation.ts';

/** What stands in a record, one a line. */
export type RecordEntry =
  | Operation
  /** The run as the tracking server had it once it was closed; `run.metrics` is empty, for the histories follow. */
  | { kind: 'whole'; taken: number; experiment: Experiment; run: Run }
  /** A model that the run logged. */
  | { kind: 'model'; model: LoggedModel }
  | { kind: 'history'; key: string; points: Point[] };

/** Values that JSON does not know are text: `"NaN"`. */
export type Point = [step: number | bigint, timestamp: number | bigint, value: number | string];

/**
 * What the host knows of a run, in `run.jsonl` of the run's folder: first all that it does to the run, and once the run
 * is closed, in place of that, the run as the tracking server has it, with what the job logged by itself. With the
 * job's own files it is enough to make the run again; see `foldRecord`. Paths are relative to the folder.
 */
export class RunRecord {
  static readonly FILE = 'run.jsonl';
  readonly folder: string;
  readonly #lines: JsonLines<RecordEntry>;

  /** @param folder an absolute path */
  constructor(folder: string) {
    this.folder = folder;
    this.#lines = new JsonLines(join(folder, RunRecord.FILE));
  }

  add(operations: Operation[]): void {
    this.#lines.append(operations.map((each) => this.#withPath(each, (file) => relative(this.folder, file))));
  }

  replace(entries: AsyncIterable<RecordEntry>): Promise<void> {
    return this.#lines.replace(entries);
  }

  /** Paths of artifacts come as absolute ones. */
  async *read(): AsyncGenerator<RecordEntry> {
    for await (const entry of this.#lines.read()) {
      yield this.#withPath(entry, (file) => resolve(this.folder, file));
    }
  }

  #withPath<T extends RecordEntry>(entry: T, change: (file: string) => string): T {
    return entry.kind === 'artifact' ? { ...entry, file: change(entry.file) } : entry;
  }
}
