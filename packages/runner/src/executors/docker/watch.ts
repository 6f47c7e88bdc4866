import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { Demux } from './demux.ts';
import { ContainerSampler } from './stats.ts';

const RETRY_MS = 500;
const LOOK_MS = 3000;
/** How long an engine may be away before its containers are given up. */
const PATIENCE_MS = 120_000;

/** How a container ended. */
export interface ContainerEnd {
  code: number | null;
  /** Why, where the code does not say. */
  cause: string | null;
}

/** Follows one container to its end, also through a restart of its engine: what it prints, its figures, its exit. */
export class ContainerWatch {
  readonly #container: Docker.Container;
  readonly #log: string;
  readonly #cpus: number | null;
  #sampler: ContainerSampler | null = null;
  #logged: Promise<void> = Promise.resolve();
  /** Unix milliseconds; the engine's log is read on from here once it is back. */
  #cutAt: number | null = null;

  /**
   * @param log the file that gets both outputs
   * @param cpus the container's limit, of which its use is a share; null for the machine's
   */
  constructor(container: Docker.Container, log: string, cpus: number | null) {
    this.#container = container;
    this.#log = log;
    this.#cpus = cpus;
  }

  /** Before the container starts, so that nothing of its output is missed. */
  async attach(): Promise<void> {
    this.#copy(await this.#container.attach({ stream: true, stdout: true, stderr: true }));
  }

  /** Once it has started. */
  async measure(): Promise<void> {
    this.#sampler = new ContainerSampler(await this.#container.stats({ stream: true }), this.#cpus);
  }

  sample(): Record<string, number> {
    return this.#sampler?.sample() ?? {};
  }

  async end(): Promise<ContainerEnd> {
    const { wasCut, lost } = await this.#ended();
    // What an engine that died was still to send never comes.
    await Promise.race([this.#logged, ...(wasCut ? [sleep(RETRY_MS, undefined, { ref: false })] : [])]);
    if (lost) return { code: null, cause: lost };
    const { State } = await this.#container.inspect();
    const restarted = wasCut && State.ExitCode !== 0 ? 'ended when the Docker engine was restarted' : null;
    return { code: State.ExitCode, cause: State.OOMKilled ? 'out of memory' : State.Error || restarted };
  }

  async #ended(): Promise<{ wasCut: boolean; lost?: string }> {
    for (let wasCut = false; ; wasCut = true) {
      const over = new AbortController();
      try {
        await Promise.race([this.#container.wait(), this.#untilStopped(over.signal)]);
        return { wasCut };
      } catch (error) {
        const lost = await this.#untilBack(error as Error & { statusCode?: number });
        if (lost) return { wasCut: true, lost };
      } finally {
        over.abort();
      }
    }
  }

  /** Looks now and then: of an engine that is killed, a request that waits for a container hears nothing. */
  async #untilStopped(over: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(LOOK_MS, undefined, { signal: over }).catch(() => {});
      if (over.aborted) return;
      const { State } = await this.#container.inspect();
      if (!State.Running) return;
    }
  }

  /** Waits for the engine; resolves to why it is no use. */
  async #untilBack(first: Error & { statusCode?: number }): Promise<string | null> {
    this.#cutAt ??= Date.now();
    let error = first;
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; ) {
      if (error.statusCode === 404) return 'its container was removed';
      await sleep(RETRY_MS);
      try {
        const { State } = await this.#container.inspect();
        if (State.Running) await this.#followAgain();
        return null;
      } catch (next) {
        error = next as typeof error;
      }
    }
    return `the Docker engine was away for ${PATIENCE_MS / 1000} s: ${error.message}`;
  }

  async #followAgain(): Promise<void> {
    const since = (this.#cutAt ?? Date.now()) / 1000;
    this.#cutAt = null;
    await this.#logged;
    this.#copy(await this.#container.logs({ follow: true, stdout: true, stderr: true, since }));
    await this.measure();
  }

  #copy(stream: NodeJS.ReadableStream): void {
    this.#logged = pipeline(stream, new Demux(), createWriteStream(this.#log, { flags: 'a' })).catch(() => {
      this.#cutAt ??= Date.now();
    });
  }
}
