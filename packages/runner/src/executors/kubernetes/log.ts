import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { LogLines } from './log-lines.ts';

const RETRY_MS = 500;

/**
 * Copies a container's log into a file while it is written, the lines that `kubectl logs` shows. A connection that
 * breaks is opened again.
 */
export class LogFollower {
  readonly #cluster: Cluster;
  readonly #path: string;
  readonly #container: string;
  readonly #file: WriteStream;
  readonly #lines = new LogLines();
  readonly #done: Promise<void>;
  #hasEnded = false;
  #isClosed = false;

  constructor(cluster: Cluster, pod: string, container: string, file: string) {
    this.#cluster = cluster;
    this.#path = `/api/v1/namespaces/${cluster.namespace}/pods/${pod}/log`;
    this.#container = container;
    this.#file = createWriteStream(file, { flags: 'a' });
    this.#done = this.#follow();
  }

  /** Call when the container has ended: resolves when all of its log is in the file, or `ms` are over. */
  async end(ms: number): Promise<void> {
    this.#hasEnded = true;
    const early = new AbortController();
    await Promise.race([this.#done, sleep(ms, undefined, { signal: early.signal }).catch(() => {})]);
    early.abort();
    this.#isClosed = true;
    this.#file.end();
    await finished(this.#file).catch(() => {});
  }

  /** Reads until a connection comes to its end after the container's. */
  async #follow(): Promise<void> {
    while (!this.#isClosed) {
      const isWhole = await this.#read().catch(() => false);
      if (isWhole && this.#hasEnded) return;
      await sleep(RETRY_MS);
    }
  }

  /** @returns whether the log was read to its end */
  async #read(): Promise<boolean> {
    const query = { container: this.#container, follow: 'true', timestamps: 'true' };
    const since = this.#lines.time;
    const stream = await this.#cluster.open(this.#path, since ? { ...query, sinceTime: since } : query);
    if (stream.statusCode !== 200) {
      stream.resume();
      // The log of a pod that is gone does not come back.
      return stream.statusCode === 404;
    }
    const read = this.#lines.reader();
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const fresh = read(chunk);
      if (this.#isClosed) return false;
      if (fresh.length > 0 && !this.#file.write(Buffer.concat(fresh)))
        await new Promise((resolve) => this.#file.once('drain', resolve));
    }
    return true;
  }
}
