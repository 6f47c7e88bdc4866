import type { FastifyReply, FastifyRequest } from 'fastify';
import { matcher } from './pattern.ts';

const METHODS = 'GET, POST, PUT, DELETE, OPTIONS, PATCH';
const EVERY_METHOD = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY';
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const PREFLIGHT_SECONDS = 600;
const CHANGES = new Set(['POST', 'PUT', 'DELETE', 'PATCH']);

/**
 * What pages of other origins may do, as MLflow has it: pages of this machine and of the origins listed may do all, with
 * credentials; others may not change anything. With `*` every page may, without credentials.
 *
 * @param origins as `--cors-allowed-origins` takes them, e.g. `https://lab.example`, `https://*.lab.example`
 * @returns whether it has answered the request
 */
export function crossOrigin(origins: readonly string[]) {
  const anyone = origins.includes('*');
  const exact = new Set(origins);
  const listed = origins.map(matcher);
  const mayRead = (origin: string) => anyone || exact.has(origin) || LOOPBACK.test(origin);
  const mayChange = (origin: string) => mayRead(origin) || listed.some((matches) => matches(origin));

  return (request: FastifyRequest, reply: FastifyReply): boolean => {
    const { origin, host } = request.headers;
    if (origin === undefined || isOwn(origin, host)) return false;
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (mayRead(origin)) reply.header('access-control-allow-origin', anyone ? '*' : origin);
    if (!anyone) reply.header('access-control-allow-credentials', 'true').header('vary', 'Origin');
    if (isPreflight) {
      answerPreflight(request, reply, { allowed: mayRead(origin), methods: anyone ? EVERY_METHOD : METHODS });
      return true;
    }
    reply.header('access-control-expose-headers', '*');
    if (!CHANGES.has(request.method) || mayChange(origin)) return false;
    reply.code(403).type('text/plain').send('Cross-origin request blocked');
    return true;
  };
}

function answerPreflight(
  request: FastifyRequest,
  reply: FastifyReply,
  { allowed, methods }: { allowed: boolean; methods: string },
): void {
  reply
    .header('vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers')
    .header('access-control-allow-methods', methods)
    .header('access-control-max-age', String(PREFLIGHT_SECONDS));
  const headers = request.headers['access-control-request-headers'];
  if (headers) reply.header('access-control-allow-headers', headers);
  reply.code(allowed ? 200 : 400).type('text/plain; charset=utf-8');
  reply.send(allowed ? 'OK' : 'Disallowed CORS origin');
}

/** A page of this very server, whatever name it was reached by; a proxy in front may speak https with the browser. */
function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
