import type { Readable } from 'node:stream';
import type { ArtifactInfo } from '@orrery/core';

export interface ArtifactContent {
  stream: Readable;
  /** In bytes. */
  size: number;
}

/** Files by path, wherever they are kept. Paths are relative, with `/`; `''` is the root. */
export interface ArtifactRepository {
  /** What stands right under `path`, sorted; empty where `path` is a file or does not exist. */
  list(path: string): Promise<ArtifactInfo[]>;
  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for a folder */
  read(path: string): Promise<ArtifactContent>;
  /** Replaces the file whole or not at all: a stream that breaks leaves what was there. */
  write(path: string, content: Readable): Promise<void>;
  /** Deletes a file, or a folder with all that is in it. */
  delete(path: string): Promise<void>;
}
