import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ArtifactRepository, openArtifacts } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import pLimit from 'p-limit';
import type { ServerConfig } from '../../config.ts';
import { saveDatabase } from './databases.ts';
import { type Backup, filesOf, listBackups, type SavedFile, writeBackup } from './format.ts';
import { Objects } from './objects.ts';
import { databasesOf, type Place, placesOf } from './places.ts';

const AT_ONCE = 4;

export interface BackupReport {
  backup: Backup;
  /** Files that no earlier backup had, and their bytes. */
  newFiles: number;
  newBytes: number;
}

/**
 * Keeps all that a server has, while it runs: its databases, each as it is at one moment, then artifacts and what else
 * its store holds. What an earlier backup in the same place holds is not copied again.
 *
 * @param destination a folder, or `s3://bucket/prefix`
 */
export async function backUp(config: ServerConfig, destination: string): Promise<BackupReport> {
  const to = await openArtifacts(destination, config.env);
  await to.check();
  const objects = new Objects(to);
  const before = (await listBackups(to)).at(-1);
  const known = new Map(before && (await filesOf(to, before)).map((file) => [keyOf(file), file]));
  const created = new Date();
  mkdirSync(join(config.storeDir, 'cache'), { recursive: true });
  const scratch = mkdtempSync(join(config.storeDir, 'cache', 'backup-'));
  try {
    // Databases first: what they name has been written by then, and is copied after them.
    const databases = [];
    for (const database of databasesOf(config))
      databases.push(await saveDatabase(database, objects, scratch));
    const kept: { file: SavedFile; isNew: boolean }[] = [];
    for (const place of await placesOf(config)) kept.push(...(await saveFiles(place, known, objects)));
    const files = kept.map(({ file }) => file);
    const fresh = kept.filter(({ isNew }) => isNew).map(({ file }) => file);
    const backup: Backup = {
      id: created.toISOString().replace(/[-:]/g, ''),
      format: 1,
      version: config.version,
      created: created.toISOString(),
      databases,
      files: files.length,
      bytes: sizeOf([...databases, ...files]),
    };
    await writeBackup(to, backup, files);
    return { backup, newFiles: fresh.length, newBytes: sizeOf(fresh) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function saveFiles(place: Place, known: Map<string, SavedFile>, objects: Objects) {
  const limit = pLimit(AT_ONCE);
  const saving: Promise<{ file: SavedFile; isNew: boolean } | null>[] = [];
  for await (const path of walk(place.repository, '', place.keeps))
    saving.push(limit(() => saveFile(place, path, known, objects)));
  return (await Promise.all(saving)).filter((saved) => saved !== null);
}

/** Null for a file that is gone by now. */
async function saveFile(place: Place, path: string, known: Map<string, SavedFile>, objects: Objects) {
  for (let tries = 1; ; tries++) {
    try {
      const { size, etag, read } = await place.repository.open(path);
      const mode = place.modeOf(path);
      const file = { place: place.name, path, size, etag, ...(mode !== undefined && { mode }) };
      const old = known.get(keyOf(file));
      if (old?.etag === etag && (await objects.has(old.sha256)))
        return { file: { ...file, sha256: old.sha256 }, isNew: false };
      const { sha256, isNew } = await objects.put(() => read(), size);
      return { file: { ...file, sha256 }, isNew };
    } catch (error) {
      const code = error instanceof OrreryError ? error.code : (error as NodeJS.ErrnoException).code;
      if (code === 'RESOURCE_DOES_NOT_EXIST' || code === 'ENOENT') return null;
      // Replaced or added to while it was read.
      if (tries === 3 || !(error instanceof OrreryError)) throw error;
    }
  }
}

async function* walk(
  repository: ArtifactRepository,
  folder: string,
  keeps: (name: string) => boolean,
): AsyncGenerator<string> {
  for (const { path, isDir } of await repository.list(folder)) {
    if (folder === '' && !keeps(path)) continue;
    if (isDir) yield* walk(repository, path, keeps);
    else yield path;
  }
}

function keyOf({ place, path }: Pick<SavedFile, 'place' | 'path'>): string {
  return `${place}/${path}`;
}

function sizeOf(kept: readonly { size: number }[]): number {
  return kept.reduce((sum, { size }) => sum + size, 0);
}
