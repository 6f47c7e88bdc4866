import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAlive } from './alive.ts';

/** A file that says which process has something; what a dead one had is free. */
export class LockFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes it for this process; false while another living process has it. */
  take(): boolean {
    mkdirSync(dirname(this.#path), { recursive: true });
    const owner = this.owner();
    if (owner === process.pid) return true;
    if (owner !== null && !isAlive(owner)) this.release();
    try {
      writeFileSync(this.#path, String(process.pid), { flag: 'wx' });
      return true;
    } catch {
      return false;
    }
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }

  owner(): number | null {
    return existsSync(this.#path) ? Number(readFileSync(this.#path, 'utf8')) : null;
  }
}
