import { randomUUID } from 'node:crypto';
import { constants, createWriteStream, mkdirSync, realpathSync, type Stats } from 'node:fs';
import { access, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ArtifactInfo, invalid, OrreryError } from '@orrery/core';
import type { ArtifactFile, ArtifactRepository, ByteRange } from './repository.ts';

const PARTIAL = /^\.orrery-[0-9a-f-]{36}\.part$/;

/** Artifacts as plain files under one folder, in MLflow's layout. */
export class DiskArtifactRepository implements ArtifactRepository {
  readonly root: string;

  /** @param root a folder; made where it is missing */
  constructor(root: string) {
    mkdirSync(root, { recursive: true });
    this.root = realpathSync(root);
  }

  async check(): Promise<void> {
    try {
      await access(this.root, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      const message = `Cannot write artifacts to ${this.root} (${(error as NodeJS.ErrnoException).code}). Make it writable, or give another --artifacts-destination.`;
      throw new OrreryError('INVALID_STATE', message, { cause: error });
    }
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

  async open(path: string): Promise<ArtifactFile> {
    const file = await this.#existing(path);
    if (file === null) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No artifact at '${path}'.`);
    const entry = await stat(file);
    if (entry.isDirectory()) throw notAFile(path);
    const etag = tag(entry);
    return {
      size: entry.size,
      etag,
      modified: entry.mtime,
      async read(range?: ByteRange) {
        const handle = await open(file, 'r');
        if (tag(await handle.stat()) === etag) return handle.createReadStream(range);
        await handle.close();
        throw new OrreryError('TEMPORARILY_UNAVAILABLE', `Artifact '${path}' was replaced. Read it again.`);
      },
    };
  }

  async write(path: string, content: Readable): Promise<void> {
    if (path === '') throw invalid('Invalid path');
    const target = join(this.root, path);
    const folder = dirname(target);
    await this.#refuseLinksOut(folder);
    await mkdir(folder, { recursive: true });
    if ((await stat(target).catch(() => null))?.isDirectory()) throw notAFile(path);
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
    if (file === null) return;
    if (file !== this.root) return rm(file, { recursive: true, force: true });
    for (const name of await readdir(this.root)) await rm(join(this.root, name), { recursive: true });
  }

  /** The real path of what is there, or null; a link that leads out of the root is refused. */
  async #existing(path: string): Promise<string | null> {
    const real = await realpath(join(this.root, path)).catch(() => null);
    if (real !== null) this.#refuseOutside(real);
    return real;
  }

  /** Refuses a folder, made or not, whose way leads out of the root. */
  async #refuseLinksOut(folder: string): Promise<void> {
    const real = await realpath(folder).catch(() => null);
    if (real === null) return this.#refuseLinksOut(dirname(folder));
    this.#refuseOutside(real);
  }

  #refuseOutside(real: string): void {
    if (real !== this.root && !real.startsWith(this.root + sep)) throw invalid('Invalid path');
  }
}

/** Files are replaced, never changed, so that the inode tells one content from another. */
function tag(entry: Stats): string {
  return `"${entry.ino.toString(36)}-${entry.mtimeMs.toString(36)}-${entry.size.toString(36)}"`;
}

function notAFile(path: string): OrreryError {
  return invalid(`Artifact path refers to a directory, not a file: '${path}'`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
