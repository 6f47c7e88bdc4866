import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { ArtifactRepository } from '@orrery/artifacts';
import { findObject } from './objects.ts';

const POLL_MS = 2000;

/** Copies a file that grows in a bucket to this machine, whenever it is another one. */
export class RemoteTail {
  readonly #repository: ArtifactRepository;
  readonly #path: string;
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #etag = '';
  #copying: Promise<void> = Promise.resolve();
  #isIdle = true;

  constructor(repository: ArtifactRepository, path: string, file: string) {
    this.#repository = repository;
    this.#path = path;
    this.#file = file;
    this.#timer = setInterval(() => {
      if (this.#isIdle) this.#copying = this.#copy();
    }, POLL_MS);
  }

  /** Copies it a last time. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#copying;
    await this.#copy();
  }

  async #copy(): Promise<void> {
    this.#isIdle = false;
    try {
      const found = await findObject(this.#repository, this.#path);
      if (found && found.etag !== this.#etag) {
        writeFileSync(this.#file, await buffer(await found.read()));
        this.#etag = found.etag;
      }
    } catch {
      // The bucket is away, or the file was replaced meanwhile; the next turn tries again.
    } finally {
      this.#isIdle = true;
    }
  }
}
