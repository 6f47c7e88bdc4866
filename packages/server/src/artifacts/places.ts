import { type ArtifactRepository, openArtifacts, safePath } from '@orrery/artifacts';
import { invalid } from '@orrery/core';
import type { ServerConfig } from '../config.ts';
import { HostPolicy } from './hosts.ts';

export interface ArtifactPlace {
  repository: ArtifactRepository;
  /** Path of the run's artifact root in the repository, `''` for its own root. */
  prefix: string;
}

export interface ArtifactPlacesOptions {
  /** What the proxy serves; null with `--no-serve-artifacts`. */
  served: ArtifactRepository | null;
  /** Where new experiments keep their artifacts. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
}

const PROXIED = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*([^?#]*)/i;
const PROXIED_BY_HTTP = /^https?:\/\/.*?\/api\/2\.0\/mlflow-artifacts\/artifacts\/+([^?#]*)/i;

/** Finds the repository behind the artifact URI of an experiment, a run or a model. */
export class ArtifactPlaces {
  readonly served: ArtifactRepository | null;
  readonly hosts: HostPolicy;
  readonly #env: ArtifactPlacesOptions['env'];
  readonly #buckets = new Map<string, Promise<ArtifactRepository>>();

  constructor({ served, root, env }: ArtifactPlacesOptions) {
    this.served = served;
    this.hosts = new HostPolicy([root], env);
    this.#env = env;
  }

  /**
   * @param uri below `mlflow-artifacts:` or the proxy's own address, in `s3://`, or a folder of this machine
   * @throws OrreryError where the server does not reach it
   */
  async at(uri: string): Promise<ArtifactPlace> {
    const proxied = isProxied(uri);
    if (proxied !== null) {
      if (this.served) return { repository: this.served, prefix: safePath(proxied) };
      throw invalid(`This server runs with --no-serve-artifacts, and cannot reach artifacts at ${uri}.`);
    }
    const [, bucket, prefix = ''] = /^(s3:\/\/[^/?#]+)\/*([^?#]*?)\/*(?:[?#]|$)/i.exec(uri) ?? [];
    if (!bucket) return { repository: await openArtifacts(uri, this.#env), prefix: '' };
    const open = this.#buckets.get(bucket) ?? openArtifacts(bucket, this.#env);
    this.#buckets.set(bucket, open);
    return { repository: await open, prefix };
  }
}

/**
 * Looks at the artifact root of new experiments, where clients are to reach it themselves. The server may lack keys
 * for it and still do its work, so that a problem is told and no reason to stop.
 *
 * @returns what is wrong, or null
 */
export async function rootProblem(
  config: Pick<ServerConfig, 'artifactRoot' | 'env'>,
): Promise<string | null> {
  if (!/^s3:/i.test(config.artifactRoot)) return null;
  try {
    await (await openArtifacts(config.artifactRoot, config.env)).check();
    return null;
  } catch (error) {
    return `${(error as Error).message} Until then this server shows no artifacts of new experiments.`;
  }
}

/** The path below the proxy that a URI means; null where it leads elsewhere. */
export function isProxied(uri: string): string | null {
  return (PROXIED.exec(uri) ?? PROXIED_BY_HTTP.exec(uri))?.[1] ?? null;
}

export function joinPath(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
