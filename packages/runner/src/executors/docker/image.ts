import { readdirSync } from 'node:fs';
import type Docker from 'dockerode';
import type { ContainerSpec } from '../executor.ts';

interface Progress {
  stream?: string;
  status?: string;
  error?: string;
}

/** Images that are there, built or pulled once each, however many jobs want them at a time. */
export class Images {
  readonly #docker: Docker;
  readonly #say: (message: string) => void;
  readonly #ready = new Map<string, Promise<void>>();

  /** @param say told of each step of a build */
  constructor(docker: Docker, say: (message: string) => void) {
    this.#docker = docker;
    this.#say = say;
  }

  /** @throws Error that says why the image cannot be had */
  need(spec: ContainerSpec): Promise<void> {
    const known = this.#ready.get(spec.image);
    if (known) return known;
    const ready = this.#make(spec);
    this.#ready.set(spec.image, ready);
    ready.catch(() => this.#ready.delete(spec.image));
    return ready;
  }

  async #make({ image, build }: ContainerSpec): Promise<void> {
    const there = await this.#docker
      .getImage(image)
      .inspect()
      .catch((error: Error & { statusCode?: number }) => {
        if (error.statusCode === 404) return null;
        throw error;
      });
    if (there) return;
    if (build) {
      this.#say(`building image ${image} from ${build.context}`);
      const source = { context: build.context, src: readdirSync(build.context) };
      const stream = await this.#docker.buildImage(source, { t: image, dockerfile: build.dockerfile });
      await this.#follow(stream, `image ${image} could not be built`);
      return;
    }
    this.#say(`pulling image ${image}`);
    const problem = `image ${image} is not on this machine and could not be pulled`;
    const stream = await this.#docker.pull(image).catch((error: Error) => {
      throw new Error(`${problem}: ${error.message}`);
    });
    await this.#follow(stream, problem);
  }

  #follow(stream: NodeJS.ReadableStream, problem: string): Promise<void> {
    return new Promise((resolve, reject) => {
      let last = '';
      const failed = (why: string) => reject(new Error(`${problem}: ${why.trim()}`));
      const done = (error: Error | null, events: Progress[] = []) => {
        const bad = events.find((event) => event.error);
        if (error ?? bad) failed(`${error?.message ?? bad?.error}${last ? ` (after: ${last})` : ''}`);
        else resolve();
      };
      this.#docker.modem.followProgress(stream, done, ({ stream: text }: Progress) => {
        const line = text?.trim();
        if (!line) return;
        last = line;
        if (/^Step \d/.test(line)) this.#say(line);
      });
    });
  }
}
