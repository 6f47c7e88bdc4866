import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { JsonLines } from '../json-lines.ts';
import { LockFile } from '../lock-file.ts';
import type { Operation } from './operation.ts';

/** What could not be told to the tracking server: one file a run, one operation a line, synced as written. */
export class Spool {
  readonly #lines: JsonLines<Operation>;
  readonly #lock: LockFile;

  constructor(storeDir: string, runId: string) {
    this.#lines = new JsonLines(join(spoolDir(storeDir), `${runId}.jsonl`));
    this.#lock = LockFile.in(storeDir, `spool-${runId}`);
  }

  static at(file: string): Spool {
    return new Spool(dirname(dirname(file)), basename(file, '.jsonl'));
  }

  get file(): string {
    return this.#lines.path;
  }

  /** False once its own process has replayed it. */
  exists(): boolean {
    return this.#lines.exists;
  }

  append(operations: Operation[]): void {
    this.#lines.append(operations, true);
  }

  read(): AsyncIterable<Operation> {
    return this.#lines.read();
  }

  remove(): void {
    rmSync(this.file, { force: true });
    this.unlock();
  }

  /** Takes the spool for whoever holds this object; false while another has it. */
  lock(): boolean {
    return this.#lock.take();
  }

  unlock(): void {
    this.#lock.release();
  }
}

/** The spools of a store, by name. */
export function spoolsOf(storeDir: string): Spool[] {
  const folder = spoolDir(storeDir);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().map((name) => Spool.at(join(folder, name)));
}

function spoolDir(storeDir: string): string {
  return join(storeDir, 'spool');
}
