import { basename, extname } from 'node:path/posix';
import type { ArtifactRepository } from '@orrery/artifacts';
import type { FastifyReply } from 'fastify';

/** What MLflow sends as text, so that no artifact runs as a page of ours. */
const TEXT = new Set(
  '.txt .log .err .cfg .conf .cnf .cf .ini .properties .prop .hocon .toml .yaml .yml .xml .json .js .py .py3 .csv .tsv .md .rst .mlmodel .mlproject .html'.split(
    ' ',
  ),
);
const TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

/** Streams one artifact, as a download that no browser interprets. */
export async function sendArtifact(
  reply: FastifyReply,
  repository: ArtifactRepository,
  path: string,
): Promise<FastifyReply> {
  const { stream, size } = await repository.read(path);
  const name = basename(path);
  return reply
    .header('content-type', contentType(name))
    .header('content-length', size)
    .header('content-disposition', disposition(name))
    .header('x-content-type-options', 'nosniff')
    .send(stream);
}

function contentType(name: string): string {
  const extension = extname(name).toLowerCase();
  if (TEXT.has(extension) || name === 'MLmodel' || name === 'MLproject') return 'text/plain';
  return TYPES[extension] ?? 'application/octet-stream';
}

/** RFC 6266: an ASCII name, and beside it the real one where it is not ASCII. */
function disposition(name: string): string {
  const ascii = name.normalize('NFKD').replace(/[^\x20-\x7e]/g, '') || 'download';
  const plain = /^[\w!#$%&'*+.^`|~-]+$/.test(ascii) ? ascii : `"${ascii.replace(/["\\]/g, '\\$&')}"`;
  if (ascii === name) return `attachment; filename=${plain}`;
  const quoted = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename=${plain}; filename*=UTF-8''${quoted}`;
}
