import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ArtifactRepository, DiskArtifactRepository } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';

export interface ArtifactPlace {
  repository: ArtifactRepository;
  /** Path of the run's artifact root in the repository, `''` for its own root. */
  prefix: string;
}

/** Finds where a run's artifact URI leads: into the proxied repository, or to a folder of this machine. */
export function locateArtifacts(artifactUri: string, proxied: ArtifactRepository): ArtifactPlace {
  const served = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/.exec(artifactUri);
  if (served) return { repository: proxied, prefix: served[1] ?? '' };
  const folder = artifactUri.startsWith('file:') ? fileURLToPath(artifactUri) : artifactUri;
  if (/^[a-z][a-z0-9+.-]+:/i.test(folder)) {
    throw new OrreryError('NOT_IMPLEMENTED', `Orrery cannot read artifacts at ${artifactUri}.`);
  }
  mkdirSync(folder, { recursive: true });
  return { repository: new DiskArtifactRepository(folder), prefix: '' };
}

export function joinPath(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
