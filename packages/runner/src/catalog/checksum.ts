import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readJson, writeJson } from '../json-file.ts';

interface Known {
  size: number;
  mtime: number;
  sha256: string;
}

/** SHA-256 of files; one whose size and time of change stand as they were is not read again. */
export class Checksums {
  readonly #file: string;
  #known: Record<string, Known> | null = null;

  /** @param file where what is known is kept */
  constructor(file: string) {
    this.#file = file;
  }

  async of(path: string): Promise<string> {
    this.#known ??= readJson<Record<string, Known>>(this.#file) ?? {};
    const { size, mtimeMs: mtime } = statSync(path);
    const known = this.#known[path];
    if (known && known.size === size && known.mtime === mtime) return known.sha256;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
    const sha256 = hash.digest('hex');
    this.#known[path] = { size, mtime, sha256 };
    mkdirSync(dirname(this.#file), { recursive: true });
    writeJson(this.#file, this.#known);
    return sha256;
  }
}
