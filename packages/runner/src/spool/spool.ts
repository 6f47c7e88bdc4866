import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LockFile } from '../lock-file.ts';
import type { Operation } from './operation.ts';

/** What could not be told to the tracking server: one file a run, one operation a line, synced as written. */
export class Spool {
  readonly file: string;

  constructor(storeDir: string, runId: string) {
    this.file = join(spoolDir(storeDir), `${runId}.jsonl`);
  }

  static at(file: string): Spool {
    return new Spool(dirname(dirname(file)), basename(file, '.jsonl'));
  }

  /** False once its own process has replayed it. */
  exists(): boolean {
    return existsSync(this.file);
  }

  append(operations: Operation[]): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const handle = openSync(this.file, 'a');
    try {
      writeSync(handle, operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  /** A last line that a crash cut short is left out. */
  read(): Operation[] {
    const lines = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Operation);
  }

  remove(): void {
    rmSync(this.file, { force: true });
    this.unlock();
  }

  /** Takes the spool for this process; false while another living process has it. */
  lock(): boolean {
    return this.#lock.take();
  }

  unlock(): void {
    this.#lock.release();
  }

  get #lock(): LockFile {
    return new LockFile(this.file.replace(/\.jsonl$/, '.lock'));
  }
}

/** The spools of a store, oldest name first. */
export function spoolsOf(storeDir: string): Spool[] {
  const folder = spoolDir(storeDir);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return files.sort().map((name) => Spool.at(join(folder, name)));
}

function spoolDir(storeDir: string): string {
  return join(storeDir, 'spool');
}
