import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import type { ArtifactRepository } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import { objectPath } from './format.ts';

/** The contents that a place for backups holds. */
export class Objects {
  readonly #at: ArtifactRepository;
  readonly #there = new Map<string, Promise<Set<string>>>();

  constructor(at: ArtifactRepository) {
    this.#at = at;
  }

  async has(sha256: string): Promise<boolean> {
    return (await this.#folder(sha256.slice(0, 2))).has(sha256);
  }

  /** Keeps content that reads twice; resolves to its SHA-256, and whether it was new. */
  async put(read: () => Promise<Readable>, size: number): Promise<{ sha256: string; isNew: boolean }> {
    const hash = createHash('sha256');
    await finished(await read(), hash);
    const sha256 = hash.digest('hex');
    const folder = await this.#folder(sha256.slice(0, 2));
    if (folder.has(sha256)) return { sha256, isNew: false };
    await this.#at.write(objectPath(sha256), checked(await read(), sha256), size);
    folder.add(sha256);
    return { sha256, isNew: true };
  }

  /** Reads content, and fails at its end where it is not what was kept. */
  async read(sha256: string): Promise<Readable> {
    return checked(await (await this.#at.open(objectPath(sha256))).read(), sha256);
  }

  #folder(name: string): Promise<Set<string>> {
    const known = this.#there.get(name);
    if (known) return known;
    const listed = this.#at
      .list(`objects/${name}`)
      .then((infos) => new Set(infos.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))));
    this.#there.set(name, listed);
    return listed;
  }
}

function checked(content: Readable, sha256: string): Readable {
  const hash = createHash('sha256');
  const check = new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const seen = hash.digest('hex');
      const message = `Content ${sha256} reads as ${seen}: it was changed or damaged.`;
      done(seen === sha256 ? null : new OrreryError('INVALID_STATE', message));
    },
  });
  return pipeline(content, check, () => {});
}
