import { basename, extname } from 'node:path/posix';
import { Readable } from 'node:stream';
import { type ArtifactRepository, mediaType } from '@orrery/artifacts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import parseRange from 'range-parser';
import { watchTransfer } from './transfers.ts';

/** What MLflow sends as text, so that no artifact runs as a page of ours. */
const TEXT = new Set(
  '.txt .log .err .cfg .conf .cnf .cf .ini .properties .prop .hocon .toml .yaml .yml .xml .json .js .py .py3 .csv .tsv .md .rst .mlmodel .mlproject .html'.split(
    ' ',
  ),
);
/** Other types that a browser would run script from. */
const ACTIVE = /html|xml|javascript|ecmascript/;

/**
 * What a page that an artifact is may do where it is shown: run its own scripts, in an origin of its own, and read what
 * lies beside it. It reaches neither Orrery's routes nor any other server.
 */
const SANDBOX = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  'worker-src blob:',
].join('; ');

/**
 * Streams one artifact, whole or a range of it: as a download that no browser interprets, or to be shown, as what it is,
 * in a sandbox where it could run scripts.
 */
export async function sendArtifact(
  request: FastifyRequest,
  reply: FastifyReply,
  repository: ArtifactRepository,
  path: string,
  use: 'download' | 'show' = 'download',
): Promise<FastifyReply> {
  const { headers, method } = request;
  const file = await repository.open(path);
  const name = basename(path);
  const modified = file.modified.toUTCString();
  reply
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'no-cache')
    .header('content-disposition', use === 'show' ? 'inline' : disposition(name))
    .header('content-type', use === 'show' ? (mediaType(name) ?? 'text/plain') : contentType(name))
    .header('etag', file.etag)
    .header('last-modified', modified)
    .header('x-content-type-options', 'nosniff');
  if (use === 'show' && extname(name).toLowerCase() !== '.pdf')
    reply.header('content-security-policy', SANDBOX);
  if (fresh(headers, { etag: file.etag, 'last-modified': modified })) return reply.code(304).send();

  const asked = headers['if-range'];
  const ranged = headers.range !== undefined && (!asked || asked === file.etag || asked === modified);
  const ranges = ranged ? parseRange(file.size, headers.range as string) : -2;
  if (ranges === -1) return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  const range = typeof ranges === 'object' && ranges.type === 'bytes' && ranges.length === 1 && ranges[0];
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  reply.header('content-length', range ? range.end - range.start + 1 : file.size);
  if (method === 'HEAD') return reply.send(Readable.from([]));
  const content = await file.read(range || undefined);
  content.once('close', watchTransfer());
  return reply.send(content);
}

function contentType(name: string): string {
  const extension = extname(name).toLowerCase();
  if (TEXT.has(extension) || name === 'MLmodel' || name === 'MLproject') return 'text/plain';
  const type = mediaType(name) ?? 'application/octet-stream';
  return ACTIVE.test(type) && extension !== '.svg' ? 'application/octet-stream' : type;
}

/** RFC 6266: an ASCII name, and beside it the real one where it is not ASCII. */
export function disposition(name: string): string {
  const ascii = name.normalize('NFKD').replace(/[^\x20-\x7e]/g, '') || 'download';
  const plain = /^[\w!#$%&'*+.^`|~-]+$/.test(ascii) ? ascii : `"${ascii.replace(/["\\]/g, '\\$&')}"`;
  if (ascii === name) return `attachment; filename=${plain}`;
  const quoted = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename=${plain}; filename*=UTF-8''${quoted}`;
}
