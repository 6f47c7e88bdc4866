import { createHash, randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from './door.ts';
import type { Writes } from './writes.ts';

const FILES = '/api/2.0/mlflow-artifacts/artifacts';
const MOST_BYTES = 300_000;

interface Upload {
  hash: string;
  acknowledged: boolean;
}

/** Files of many sizes, in new folders and old, some of them written over. */
export class ArtifactWrites implements Writes {
  readonly #door: Door;
  readonly #name: string;
  readonly #uploads = new Map<string, Upload[]>();
  #sent = 0;
  acknowledged = 0;

  /** @param name that no other client has */
  constructor(door: Door, name: string) {
    this.#door = door;
    this.#name = name;
  }

  async next(): Promise<void> {
    const n = this.#sent++;
    const path = `1/${n % 3 === 0 ? 'shared' : this.#name}${Math.floor(n / 4)}/artifacts/${this.#name}-${n % 10}`;
    const content = randomBytes(Math.floor(Math.random() * MOST_BYTES));
    const upload = { hash: hashOf(content), acknowledged: false };
    const uploads = this.#uploads.get(path) ?? [];
    this.#uploads.set(path, [...uploads, upload]);
    await this.#door.send('PUT', `${FILES}/${path}`, content);
    upload.acknowledged = true;
    this.acknowledged++;
  }

  problems(store: string): string[] {
    const files = new Set(globSync('**', { cwd: join(store, 'artifacts') }));
    return [...this.#uploads].flatMap(([path, uploads]) => {
      const last = uploads.findLastIndex(({ acknowledged }) => acknowledged);
      if (!files.has(path)) return last === -1 ? [] : [`${path} is lost`];
      const hash = hashOf(readFileSync(join(store, 'artifacts', path)));
      const may = uploads.slice(Math.max(last, 0));
      return may.some((upload) => upload.hash === hash) ? [] : [`${path} is not as it was sent`];
    });
  }
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
