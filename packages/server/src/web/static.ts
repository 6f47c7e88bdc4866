import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { contentPolicy } from './content-policy.ts';

const DIST = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const NOT_BUILT =
  '<!doctype html><title>Orrery</title><p>The web app is not built yet: run <code>npm run build</code>.';

export interface WebAppOptions {
  doorAt: (port: number | undefined) => string;
  /** Of the server's flag. */
  staticPrefix: string;
  /** Whether callers have to say who they are. */
  asksWho: boolean;
}

/** The web app: its files, and for every other page its index, told which door it was opened at and below which path. */
export async function webApp(
  app: FastifyInstance,
  { doorAt, staticPrefix, asksWho }: WebAppOptions,
): Promise<void> {
  if (existsSync(join(DIST, 'assets'))) {
    await app.register(fastifyStatic, {
      root: join(DIST, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '1y',
      preCompressed: true,
    });
  }
  const icon = join(DIST, 'orrery.svg');
  if (existsSync(icon)) {
    const svg = readFileSync(icon);
    app.get('/orrery.svg', async (_request, reply) => reply.type('image/svg+xml').send(svg));
  }
  const index = existsSync(join(DIST, 'index.html'))
    ? readFileSync(join(DIST, 'index.html'), 'utf8')
    : NOT_BUILT;

  const policy = contentPolicy(index);
  const asks = asksWho ? '<meta name="orrery-asks-who" content="yes">' : '';

  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || isApi(request)) {
      throw new OrreryError(
        'ENDPOINT_NOT_FOUND',
        `No route for ${request.method} ${request.originalUrl.split('?')[0]}.`,
      );
    }
    const base = baseOf(request, staticPrefix);
    const page = index
      .replaceAll('"./', `"${base}/`)
      .replace(
        '<head>',
        `<head><meta name="orrery-door" content="${doorAt(request.socket.localPort)}"><meta name="orrery-base" content="${base}">${asks}`,
      );
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy)
      .send(page);
  });
}

/** Where the browser sees this server: below `--static-prefix`, or what a proxy that takes a prefix away says it took. */
function baseOf({ originalUrl, headers }: FastifyRequest, prefix: string): string {
  const [path = ''] = originalUrl.split('?');
  if (prefix !== '' && (path === prefix || path.startsWith(`${prefix}/`))) return prefix;
  const forwarded = headers['x-forwarded-prefix'];
  return typeof forwarded === 'string' && /^(\/[\w.~-]+)+\/?$/.test(forwarded)
    ? forwarded.replace(/\/$/, '')
    : '';
}

function isApi(request: FastifyRequest): boolean {
  return /^\/(api|ajax-api|assets)\//.test(request.url);
}
