import { extname } from 'node:path/posix';
import { lookup } from 'mime-types';

const ENCODINGS: Record<string, string> = {
  '.gz': 'gzip',
  '.bz2': 'bzip2',
  '.xz': 'xz',
  '.Z': 'compress',
  '.br': 'br',
};

/** The media type that a file's name tells; null where it tells none. */
export function mediaType(name: string): string | null {
  return lookup(name) || null;
}

/** What MLflow notes beside an object of S3: `data.csv.gz` is `text/csv`, encoded with `gzip`. */
export function contentHeaders(name: string): { ContentType?: string; ContentEncoding?: string } {
  const extension = extname(name);
  const encoding = Object.hasOwn(ENCODINGS, extension) ? ENCODINGS[extension] : undefined;
  const type = mediaType(encoding ? name.slice(0, -extension.length) : name);
  return {
    ...(type ? { ContentType: type } : {}),
    ...(encoding ? { ContentEncoding: encoding } : {}),
  };
}
