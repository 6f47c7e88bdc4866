import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const DIST = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const NOT_BUILT =
  '<!doctype html><title>Orrery</title><p>The web app is not built yet: run <code>npm run build</code>.';

/** The web app: its files, and for every other page its index, told which door it was opened at. */
export async function webApp(
  app: FastifyInstance,
  { doorAt }: { doorAt: (port: number | undefined) => string },
): Promise<void> {
  if (existsSync(join(DIST, 'assets'))) {
    await app.register(fastifyStatic, {
      root: join(DIST, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '1y',
    });
  }
  const index = existsSync(join(DIST, 'index.html'))
    ? readFileSync(join(DIST, 'index.html'), 'utf8')
    : NOT_BUILT;

  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || isApi(request)) {
      throw new OrreryError(
        'ENDPOINT_NOT_FOUND',
        `No route for ${request.method} ${request.url.split('?')[0]}.`,
      );
    }
    const door = doorAt(request.socket.localPort);
    const page = index.replace('<head>', `<head><meta name="orrery-door" content="${door}">`);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  });
}

function isApi(request: FastifyRequest): boolean {
  return /^\/(api|ajax-api|assets)\//.test(request.url);
}
