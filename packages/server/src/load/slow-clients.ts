import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** A client whose headers, body or reading of the answer stand still for so long is cut off. */
const STILL_MS = 60_000;
const KEEP_ALIVE_MS = 75_000;

type Busy = Socket & { answer?: http.ServerResponse };

/**
 * An HTTP server that slow clients cannot hold on to. Uploads may take as long as they like while bytes come, and so may
 * the server with its answer.
 *
 * @param stillMs how long a client may stand still, in milliseconds
 * @param tls the certificate and its key, where the door speaks TLS
 */
export function createServer(
  handle: http.RequestListener,
  stillMs = STILL_MS,
  tls: { cert: Buffer; key: Buffer } | null = null,
): http.Server {
  const options = { requestTimeout: 0, headersTimeout: stillMs };
  const listener: http.RequestListener = (request, response) => {
    (request.socket as Busy).answer = response;
    handle(request, response);
  };
  const server = tls
    ? https.createServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, listener)
    : http.createServer(options, listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(stillMs, (socket: Busy) => {
    if (isClientsTurn(socket)) socket.destroy();
  });
  return server;
}

/** Whether nothing goes on before the client has sent more, or has taken what there is for it. */
function isClientsTurn({ answer, writableLength }: Busy): boolean {
  if (answer === undefined || answer.writableEnded || writableLength > 0) return true;
  return !answer.req.complete && answer.req.readableLength === 0;
}
