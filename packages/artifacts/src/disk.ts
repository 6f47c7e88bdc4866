import { randomUUID } from 'node:crypto';
import { constants, createWriteStream, type Dirent, type Stats } from 'node:fs';
import { access, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ArtifactInfo, invalid, OrreryError } from '@orrery/core';
import type { ArtifactFile, ArtifactRepository, ByteRange } from './repository.ts';

const PARTIAL = /^\.orrery-[0-9a-f-]{36}\.part$/;
/** An upload that wrote nothing for so long died with its server. */
const DEAD_MS = 60 * 60 * 1000;

/** Artifacts as plain files under one folder, in MLflow's layout. */
export class DiskArtifactRepository implements ArtifactRepository {
  readonly root: string;
  /** The first of the folders that were made at once, as long as the one above it may not know of it after a loss of power. */
  readonly #unsynced = new Set<string>();

  /** @param root a folder; made when something is written to it */
  constructor(root: string) {
    this.root = resolve(root);
  }

  async check(): Promise<void> {
    try {
      const made = await mkdir(this.root, { recursive: true });
      if (made) await syncFolders(this.root, made);
      await access(this.root, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      const message = `Cannot write artifacts to ${this.root} (${(error as NodeJS.ErrnoException).code}). Make it writable, or give another --artifacts-destination.`;
      throw new OrreryError('INVALID_STATE', message, { cause: error });
    }
  }

  async list(path: string): Promise<ArtifactInfo[]> {
    const folder = await this.#existing(path);
    if (folder === null || !(await stat(folder)).isDirectory()) return [];
    const entries = await readdir(folder, { withFileTypes: true });
    const infos = await Promise.all(
      entries.map(async (entry): Promise<ArtifactInfo | null> => {
        const found = await this.#look(folder, entry);
        if (found === null) return null;
        const below = path ? `${path}/${entry.name}` : entry.name;
        return found.isDirectory()
          ? { path: below, isDir: true }
          : { path: below, isDir: false, size: found.size };
      }),
    );
    return infos.filter((info) => info !== null).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async open(path: string): Promise<ArtifactFile> {
    const file = PARTIAL.test(basename(path)) ? null : await this.#existing(path);
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
    const partial = join(folder, `.orrery-${randomUUID()}.part`);
    try {
      await this.#makeFolder(folder);
      if ((await stat(target).catch(() => null))?.isDirectory()) throw notAFile(path);
      await writeFile(partial, content);
      await rename(partial, target);
      await this.#sync(folder);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      throw writeError(error as NodeJS.ErrnoException, path);
    }
  }

  async #makeFolder(folder: string): Promise<void> {
    const madeRoot = await mkdir(this.root, { recursive: true });
    await this.#refuseLinksOut(folder);
    const made = await mkdir(folder, { recursive: true });
    for (const top of [madeRoot, made]) if (top) this.#unsynced.add(top);
  }

  /** Syncs a folder, and those above it that were made, by whomever, and may not be synced yet. */
  async #sync(folder: string): Promise<void> {
    const made = [...this.#unsynced].filter((top) => isWithin(folder, top));
    await syncFolders(folder, made.sort((a, b) => a.length - b.length)[0]);
    for (const top of made) this.#unsynced.delete(top);
  }

  async delete(path: string): Promise<void> {
    const file = await this.#existing(path);
    if (file === null) return;
    if (path !== '') return rm(file, { recursive: true, force: true });
    for (const name of await readdir(file)) await rm(join(file, name), { recursive: true });
  }

  /** What an entry of a folder is; null for what is not ours to show, and for an upload that is not whole. */
  async #look(folder: string, entry: Dirent): Promise<Stats | null> {
    const path = join(folder, entry.name);
    const found = await stat(path).catch(() => null);
    if (PARTIAL.test(entry.name)) {
      if (found && Date.now() - found.mtimeMs > DEAD_MS) await rm(path, { force: true });
      return null;
    }
    if (!entry.isSymbolicLink()) return found;
    const real = await realpath(path).catch(() => null);
    return real !== null && isWithin(real, await realpath(this.root)) ? found : null;
  }

  /** The real path of what is there, or null; a link that leads out of the root is refused. */
  async #existing(path: string): Promise<string | null> {
    const real = await realpath(join(this.root, path)).catch(() => null);
    if (real !== null) await this.#refuseOutside(real);
    return real;
  }

  /** Refuses a folder, made or not, whose way leads out of the root. */
  async #refuseLinksOut(folder: string): Promise<void> {
    const real = await realpath(folder).catch(() => null);
    if (real === null) return this.#refuseLinksOut(dirname(folder));
    return this.#refuseOutside(real);
  }

  async #refuseOutside(real: string): Promise<void> {
    if (!isWithin(real, await realpath(this.root))) throw invalid('Invalid path');
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === sep ? sep : folder + sep);
}

/** Files are replaced, never changed, so that the inode tells one content from another. */
function tag(entry: Stats): string {
  return `"${entry.ino.toString(36)}-${entry.mtimeMs.toString(36)}-${entry.size.toString(36)}"`;
}

function notAFile(path: string): OrreryError {
  return invalid(`Artifact path refers to a directory, not a file: '${path}'`);
}

/** What the disk says of a file that cannot be written, told in our words. */
function writeError(error: NodeJS.ErrnoException, path: string): Error {
  const tell = (message: string) => new OrreryError('INVALID_STATE', message, { cause: error });
  switch (error.code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return invalid(
        `Cannot write '${path}': one of its folders is a file. Delete that, or take another path.`,
      );
    case 'ENAMETOOLONG':
      return invalid(`Cannot write '${path}': a name in it is too long for the disk.`);
    case 'ENOSPC':
    case 'EDQUOT': {
      const message = `Cannot write '${path}': the disk is full. Make room, e.g. with orrery gc.`;
      return new OrreryError('RESOURCE_EXHAUSTED', message, { cause: error });
    }
    case 'EIO':
      return tell(`Cannot write '${path}' (${error.message}). Check the disk.`);
    case 'EACCES':
    case 'EROFS':
      return tell(
        `Cannot write '${path}' (${error.code}). Make the artifact folder writable for the server.`,
      );
    default:
      return error;
  }
}

/** Writes and syncs a file. Where that fails the rest of the content is let pass, so that who sends it hears of it. */
async function writeFile(path: string, content: Readable): Promise<void> {
  const file = createWriteStream(path, { flush: true });
  finished(content, { writable: false }).catch((error) => file.destroy(error));
  try {
    await finished(content.pipe(file));
  } catch (error) {
    content.resume();
    throw error;
  }
}

/** Syncs a folder, and those above it up to where folders were made. */
async function syncFolders(folder: string, made: string | undefined): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (made && folder !== dirname(made)) await syncFolders(dirname(folder), made);
}
