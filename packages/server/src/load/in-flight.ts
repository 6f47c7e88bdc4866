import { OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Of bodies that come in whole, in bytes. */
export const BODY_LIMIT = 64 * 1024 * 1024;
/** Bodies and answers of fewer bytes are not counted: connections bound how many of them there can be. */
const SMALL = 64 * 1024;
/** What large bodies and answers may take together, in bytes, before more of them are refused. */
const MOST = 128 * 1024 * 1024;
/** A large body has to be whole after so long. */
const BODY_MS = 5 * 60 * 1000;

let bytes = 0;

/**
 * Bounds the memory of bodies that come in whole and of answers that wait to be read: while they take more than MOST,
 * requests get 429. Streams, such as uploads of artifacts, take next to nothing and are not counted.
 */
export function boundMemory(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const size = sizeOf(request);
    if (bytes + size <= MOST || request.url === '/health') {
      if (size > 0) {
        holdUntilSent(reply, size);
        mustArrive(request);
      }
      return done();
    }
    done(tooMuch());
  });
}

/**
 * Counts an answer until the client has taken it.
 *
 * @throws OrreryError REQUEST_LIMIT_EXCEEDED where it is one too many
 */
export function countAnswer(reply: FastifyReply, size: number): void {
  if (size <= SMALL) return;
  if (bytes + size > MOST && bytes > 0) throw tooMuch();
  holdUntilSent(reply, size);
}

function tooMuch(): OrreryError {
  const held = Math.round(bytes / 1024 / 1024);
  const message = `The server holds ${held} MB of bodies and answers and takes no more of them until some are gone. Try again in a moment, over fewer connections.`;
  return new OrreryError('REQUEST_LIMIT_EXCEEDED', message);
}

/** In bytes; where a client does not tell, all that it may send. */
function sizeOf({ headers, routeOptions: { bodyLimit = 0 } }: FastifyRequest): number {
  const length = headers['content-length'];
  if (bodyLimit > MOST) return 0;
  const size = length !== undefined ? Number(length) : headers['transfer-encoding'] ? bodyLimit : 0;
  return size > SMALL ? Math.min(size, bodyLimit) : 0;
}

function holdUntilSent({ raw }: FastifyReply, size: number): void {
  if (raw.destroyed) return;
  bytes += size;
  raw.once('close', () => {
    bytes -= size;
  });
}

function mustArrive({ raw }: FastifyRequest): void {
  const late = setTimeout(() => raw.destroy(), BODY_MS).unref();
  raw.once('close', () => clearTimeout(late));
}
