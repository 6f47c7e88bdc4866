import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ArtifactFile, ArtifactRepository } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';

/** The file at a path, or null. */
export async function findObject(repository: ArtifactRepository, path: string): Promise<ArtifactFile | null> {
  return repository.open(path).catch((error: unknown) => {
    if (error instanceof OrreryError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
    throw error;
  });
}

/** Tells a dataset as it is from what it was: by the names, sizes and times of its files. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(JSON.stringify([relative(folder, file), size, mtimeMs]));
  }
  return hash.digest('hex').slice(0, 32);
}
