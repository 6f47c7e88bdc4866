import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { callerOf } from './access/caller-of.ts';
import type { Calls } from './metrics/calls.ts';
import type { Throughput } from './services/throughput.ts';

const SANE = /^[\w.:/+=-]{1,128}$/;
const OF_PROCESS = randomBytes(4).toString('hex');
let count = 0;

/** The caller's `X-Request-Id` where it is one, else one that no other request of any server has. */
export function requestId({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : `${OF_PROCESS}-${(++count).toString(36)}`;
}

export interface Watched {
  calls: Calls;
  throughput: Throughput;
  /** In milliseconds. */
  slowMs: number;
  doorAt: (port: number | undefined) => string | undefined;
}

/**
 * Counts each request, and tells its caller the id by which the log knows it. At level `info` each gets a line once it is
 * answered, at `warn` those that took longer than `ORRERY_SLOW_SECONDS`; neither has more of a URL than its route.
 */
export function watchRequests(app: FastifyInstance, { calls, throughput, slowMs, doorAt }: Watched): void {
  app.addHook('onRequest', (request, reply, done) => {
    throughput.request();
    reply.header('x-request-id', request.id);
    done();
  });
  const logsAll = ['info', 'debug', 'trace'].includes(app.log.level);
  app.addHook('onResponse', (request, reply, done) => {
    const { elapsedTime: ms, statusCode: status } = reply;
    const { method, routeOptions } = request;
    calls.note(`${method}\n${routeOptions.url ?? 'none'}\n${status}`, ms / 1000);
    const isSlow = ms > slowMs && !isTransfer(routeOptions.url);
    if (logsAll || isSlow) {
      const line = {
        door: doorAt(request.socket.localPort),
        method,
        route: routeOptions.url,
        status,
        ms: Math.round(ms),
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
