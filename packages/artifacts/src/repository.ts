import type { Readable } from 'node:stream';
import type { ArtifactInfo } from '@orrery/core';

/** Bytes of a file, both ends included, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

/** One file as it was when it was opened. */
export interface ArtifactFile {
  /** In bytes. */
  size: number;
  /** Quoted, as HTTP shows it; another one for other content. */
  etag: string;
  modified: Date;
  /** Reads the file, or a range of it; fails where the file was replaced since it was opened. */
  read(range?: ByteRange): Promise<Readable>;
}

/** Files by path, wherever they are kept. Paths are relative, with `/`; `''` is the root. */
export interface ArtifactRepository {
  /** Makes sure that the place exists and can be read. @throws OrreryError that says what to do */
  check(): Promise<void>;
  /** What stands right under `path`, sorted; empty where `path` is a file or does not exist. */
  list(path: string): Promise<ArtifactInfo[]>;
  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE for a folder */
  open(path: string): Promise<ArtifactFile>;
  /**
   * Replaces the file whole or not at all: a stream that breaks leaves what was there.
   *
   * @param size in bytes, where it is known beforehand
   */
  write(path: string, content: Readable, size?: number): Promise<void>;
  /** Deletes a file, or a folder with all that is in it; of the root, all that is in it. */
  delete(path: string): Promise<void>;
  /** Where clients may go past the server, with URLs that it signs. */
  readonly direct?: DirectAccess;
}

/** A request that a client may send to the storage itself. */
export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
}

export interface UploadedPart {
  partNumber: number;
  etag: string;
}

/** Uploads and downloads between a client and the storage, with URLs that last `seconds`. */
export interface DirectAccess {
  signDownload(path: string, seconds: number): Promise<SignedRequest & { size: number }>;
  signUpload(path: string, seconds: number): Promise<SignedRequest>;
  /** Resolves to the upload's id and a URL for each part, from the first on. */
  createUpload(path: string, parts: number): Promise<{ uploadId: string; urls: string[] }>;
  completeUpload(path: string, uploadId: string, parts: UploadedPart[]): Promise<void>;
  abortUpload(path: string, uploadId: string): Promise<void>;
}
