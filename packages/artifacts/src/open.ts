import { fileURLToPath } from 'node:url';
import { invalid, OrreryError } from '@orrery/core';
import { DiskArtifactRepository } from './disk.ts';
import type { ArtifactRepository } from './repository.ts';

/**
 * Opens a location: a folder, its `file:` URI, or `s3://bucket/prefix`.
 *
 * @param env where `MLFLOW_S3_*` and `AWS_*` are read from
 * @throws OrreryError NOT_IMPLEMENTED for other schemes, INVALID_PARAMETER_VALUE for a `file:` of another machine
 */
export async function openArtifacts(
  location: string,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<ArtifactRepository> {
  if (/^s3:/i.test(location)) {
    const { S3ArtifactRepository } = await import('./s3/repository.ts');
    return new S3ArtifactRepository(location, env);
  }
  const folder = /^file:/i.test(location) ? folderOf(location) : location;
  if (/^[a-z][a-z0-9+.-]+:/i.test(folder)) {
    const message = `Orrery keeps no artifacts at ${location}: it knows folders, file: URIs and s3://bucket/prefix.`;
    throw new OrreryError('NOT_IMPLEMENTED', message);
  }
  return new DiskArtifactRepository(folder);
}

function folderOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw invalid(`${uri} is no folder of this machine: ${(error as Error).message}.`);
  }
}
