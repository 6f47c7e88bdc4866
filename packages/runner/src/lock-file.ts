import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSameProcess, type ProcessId, processId } from './alive.ts';
import { readJson, writeJson } from './json-file.ts';

const GUARD_WAIT_MS = 10_000;

/** A file that says which process has something; what a dead one had is free. */
export class LockFile {
  readonly #path: string;
  #held = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** @param name as that of a file */
  static in(storeDir: string, name: string): LockFile {
    return new LockFile(join(storeDir, 'locks', `${name}.lock`));
  }

  /** Takes it for whoever holds this object; false while another has it, of this process or of another. */
  take(): boolean {
    if (this.#held) return true;
    mkdirSync(dirname(this.#path), { recursive: true });
    this.#held = guarded(dirname(this.#path), () => {
      if (this.owner() !== null) return false;
      writeJson(this.#path, processId());
      return true;
    });
    return this.#held;
  }

  release(): void {
    if (this.#held) rmSync(this.#path, { force: true });
    this.#held = false;
  }

  /** The living process that has it. */
  owner(): number | null {
    const owner = readJson<ProcessId>(this.#path);
    return owner && isSameProcess(owner) ? owner.pid : null;
  }
}

/** Works while no other process does so in this folder: SQLite's lock on a file ends with the process that has it. */
function guarded<T>(folder: string, work: () => T): T {
  const guard = new DatabaseSync(join(folder, '.guard'), { timeout: GUARD_WAIT_MS });
  try {
    guard.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    guard.close();
  }
}
