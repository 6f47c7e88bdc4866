import { invalid } from '@orrery/core';

/** A folder of a bucket. */
export interface S3Location {
  bucket: string;
  /** Without slashes at its ends; `''` for the whole bucket. */
  prefix: string;
}

/** Reads `s3://bucket/prefix`. */
export function parseS3Uri(uri: string): S3Location {
  const match = /^s3:\/\/([^/?#]+)(?:\/([^?#]*))?$/i.exec(uri);
  if (!match) throw invalid(`'${uri}' is no S3 location: write s3://bucket/prefix.`);
  return { bucket: match[1] as string, prefix: (match[2] ?? '').replace(/^\/+|\/+$/g, '') };
}

/** The key of a path below a location; with `''` the location itself. */
export function keyOf({ prefix }: S3Location, path: string): string {
  return [prefix, path].filter((part) => part !== '').join('/');
}

/** What every key of a folder begins with. */
export function folderPrefix(location: S3Location, path: string): string {
  const key = keyOf(location, path);
  return key === '' ? '' : `${key}/`;
}
