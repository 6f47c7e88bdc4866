import { OrreryError } from '@orrery/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

const MLFLOW_PATH = /^\/((ajax-)?api\/[23]\.0\/|get-artifact|model-versions\/|version\b)/;
/** Routes that MLflow serves by FastAPI, which says so in another type. */
const PLAIN = /^\/(ajax-)?api\/2\.0\/mlflow-artifacts\/artifacts\//;

const WHO =
  'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow on how to authenticate.';

/** Asks for a name and a password, as MLflow does; a page of ours asks for them itself. */
export function refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isOurs(request)) throw new OrreryError('UNAUTHENTICATED', 'Sign in, or send a token.');
  return reply.code(401).header('www-authenticate', 'Basic realm="mlflow"').type(textType(request)).send(WHO);
}

export function refuseDenied(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isOurs(request)) throw new OrreryError('PERMISSION_DENIED', 'Permission denied');
  return reply.code(403).type(textType(request)).send('Permission denied');
}

function isOurs({ url, headers }: FastifyRequest): boolean {
  const isByPage = headers['x-csrf-token'] !== undefined || headers['sec-fetch-site'] === 'same-origin';
  return isByPage || !MLFLOW_PATH.test(url);
}

function textType({ url, method }: FastifyRequest): string {
  const isPlain = PLAIN.test(url) && (method === 'GET' || method === 'PUT');
  return isPlain ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8';
}
