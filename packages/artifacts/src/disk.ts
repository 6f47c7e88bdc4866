import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, realpathSync } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ArtifactInfo, invalid, OrreryError } from '@orrery/core';
import type { ArtifactContent, ArtifactRepository } from './repository.ts';

const PARTIAL = /^\.orrery-[0-9a-f-]{36}\.part$/;

/** Artifacts as plain files under one folder, in MLflow's layout. */
export class DiskArtifactRepository implements ArtifactRepository {
  readonly root: string;

  /** @param root an existing folder */
  constructor(root: string) {
    this.root = realpathSync(root);
  }

  async list(path: string): Promise<ArtifactInfo[]> {
    const folder = await this.#existing(path);
    if (folder === null || !(await stat(folder)).isDirectory()) return [];
    const names = (await readdir(folder)).filter((name) => !PARTIAL.test(name)).sort();
    const infos = await Promise.all(
      names.map(async (name): Promise<ArtifactInfo | null> => {
        const entry = await stat(join(folder, name)).catch(() => null);
        if (entry === null) return null;
        const below = path ? `${path}/${name}` : name;
        return entry.isDirectory()
          ? { path: below, isDir: true }
          : { path: below, isDir: false, size: entry.size };
      }),
    );
    return infos.filter((info) => info !== null);
  }

  async read(path: string): Promise<ArtifactContent> {
    const file = await this.#existing(path);
    if (file === null) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No artifact at '${path}'.`);
    const entry = await stat(file);
    if (entry.isDirectory()) throw invalid(`Artifact path refers to a directory, not a file: '${path}'`);
    return { stream: createReadStream(file), size: entry.size };
  }

  async write(path: string, content: Readable): Promise<void> {
    if (path === '') throw invalid('Invalid path');
    const target = join(this.root, path);
    const folder = dirname(target);
    await mkdir(folder, { recursive: true });
    this.#refuseOutside(await realpath(folder));
    if ((await stat(target).catch(() => null))?.isDirectory()) {
      throw invalid(`Artifact path refers to a directory, not a file: '${path}'`);
    }
    const partial = join(folder, `.orrery-${randomUUID()}.part`);
    try {
      await pipeline(content, createWriteStream(partial, { flush: true }));
      await rename(partial, target);
      await syncFolder(folder);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async delete(path: string): Promise<void> {
    const file = await this.#existing(path);
    if (file === null || file === this.root) return;
    await rm(file, { recursive: true, force: true });
  }

  /** The real path of what is there, or null; a link that leads out of the root is refused. */
  async #existing(path: string): Promise<string | null> {
    const real = await realpath(join(this.root, path)).catch(() => null);
    if (real !== null) this.#refuseOutside(real);
    return real;
  }

  #refuseOutside(real: string): void {
    if (real !== this.root && !real.startsWith(this.root + sep)) throw invalid('Invalid path');
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
