import { type ErrorCode, OrreryError } from '@orrery/core';
import { SearchSyntaxError } from '@orrery/tracking/search';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { sendJson } from './json.ts';

interface ErrorKind {
  status: number;
  /** MLflow's coarse class and SQLSTATE, shown beside the code since MLflow 3. */
  class?: string;
  sqlstate?: string;
}

const internal = { class: 'CLIENT_INTERNAL_ERROR', sqlstate: 'XXM00' };
const notFound = { status: 404, class: 'RESOURCE_NOT_FOUND', sqlstate: 'KAM00' };
const badRequest = { status: 400, class: 'INVALID_PARAMETER_VALUE', sqlstate: 'KAM00' };

const KINDS: Record<ErrorCode, ErrorKind> = {
  INTERNAL_ERROR: { status: 500, ...internal },
  INVALID_STATE: { status: 500, ...internal },
  TEMPORARILY_UNAVAILABLE: { status: 503, ...internal },
  BAD_REQUEST: badRequest,
  INVALID_PARAMETER_VALUE: badRequest,
  ENDPOINT_NOT_FOUND: notFound,
  RESOURCE_DOES_NOT_EXIST: notFound,
  RESOURCE_ALREADY_EXISTS: { status: 400, class: 'RESOURCE_ALREADY_EXISTS', sqlstate: 'KAM00' },
  PERMISSION_DENIED: { status: 403, class: 'PERMISSION_DENIED', sqlstate: 'KAM00' },
  UNAUTHENTICATED: { status: 401 },
  REQUEST_LIMIT_EXCEEDED: { status: 429 },
  RESOURCE_EXHAUSTED: { status: 507 },
  NOT_IMPLEMENTED: { status: 501 },
};

/** Errors of every door in MLflow's form; one in a search says besides where in its text it is, counted from 0. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const { code, message: what } = asOrreryError(error, request.routeOptions.bodyLimit);
    const kind = KINDS[code];
    const isUnforeseen = !(error instanceof OrreryError) && kind.status === 500;
    const message = isUnforeseen
      ? `${what} (request ${request.id}, of which the server's log tells more)`
      : what;
    if (kind.status === 500) request.log.error(error);
    else if (kind.status > 501) warnSeldom(request.log, message);
    const position = error instanceof SearchSyntaxError ? error.position : undefined;
    const body = { error_code: code, message, sqlstate: kind.sqlstate, error_class: kind.class, position };
    const status = error instanceof OrreryError ? kind.status : (error.statusCode ?? 500);
    if (status === 429 || status === 503) reply.header('retry-after', '1');
    return sendJson(reply.code(status), body);
  });
}

const SELDOM_MS = 10_000;
const MOST_WARNED = 100;
const warned = new Map<string, number>();

/** What keeps many requests from being done is worth a line now and then, not one each. */
function warnSeldom(log: FastifyBaseLogger, message: string): void {
  const now = performance.now();
  if (now - (warned.get(message) ?? Number.NEGATIVE_INFINITY) < SELDOM_MS) return;
  if (warned.size >= MOST_WARNED) warned.clear();
  warned.set(message, now);
  log.warn(message);
}

function asOrreryError(
  error: Error & { statusCode?: number },
  bodyLimit = 0,
): { code: ErrorCode; message: string } {
  if (error instanceof OrreryError) return error;
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: 'BAD_REQUEST', message: tooLarge(bodyLimit) };
  if (status === 404) return { code: 'ENDPOINT_NOT_FOUND', message: error.message };
  if (status < 500) return { code: 'BAD_REQUEST', message: error.message };
  return { code: 'INTERNAL_ERROR', message: error.message };
}

function tooLarge(bodyLimit: number): string {
  const limit = Math.round((bodyLimit / 1024 / 1024) * 10) / 10;
  return `The body is larger than the ${limit} MB that are taken here; nothing was done. Send less at once.`;
}
