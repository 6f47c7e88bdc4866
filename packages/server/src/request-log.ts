import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { callerOf } from './access/caller-of.ts';

const SANE = /^[\w.:/+=-]{1,128}$/;
const OF_PROCESS = randomBytes(4).toString('hex');
let count = 0;

/** The caller's `X-Request-Id` where it is one, else one that no other request of any server has. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : `${OF_PROCESS}-${(++count).toString(36)}`;
}

/**
 * Tells callers the id of their request, by which the log knows it. At level `info` each request gets a line once it is
 * answered, at `warn` those that took longer than `ORRERY_SLOW_SECONDS`; neither has more of a URL than its route.
 *
 * @param doorAt the name of the door at a port
 */
export function logRequests(
  app: FastifyInstance,
  slowMs: number,
  doorAt: (port: number | undefined) => string | undefined,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  const logsAll = ['info', 'debug', 'trace'].includes(app.log.level);
  app.addHook('onResponse', (request, reply, done) => {
    const ms = Math.round(reply.elapsedTime);
    const isSlow = ms > slowMs && !isTransfer(request.routeOptions.url);
    if (logsAll || isSlow) {
      const line = {
        door: doorAt(request.socket.localPort),
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms,
        address: request.ip,
        user: callerOf(request)?.user.username,
      };
      if (isSlow) request.log.warn(line, 'slow');
      else request.log.info(line, 'answered');
    }
    done();
  });
}

/** What takes as long as the client listens, or as a file is large. */
function isTransfer(route = ''): boolean {
  return /artifact|\/live$|\/events$|\/log$|\/export/.test(route);
}
