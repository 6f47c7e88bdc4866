import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** A client whose headers, body or reading of the answer stand still for so long is cut off. */
const STILL_MS = 60_000;
const KEEP_ALIVE_MS = 75_000;
/** Of the first line and the headers together, in bytes. */
const MAX_HEADER = 64 * 1024;

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
  const options = { requestTimeout: 0, headersTimeout: stillMs, maxHeaderSize: MAX_HEADER };
  const listener: http.RequestListener = (request, response) => {
    (request.socket as Busy).answer = response;
    handle(request, response);
  };
  const server = tls
    ? https.createServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, listener)
    : http.createServer(options, listener);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('clientError', refuse);
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

/** Says what is wrong with what is no request, where there is nothing else on its way. */
function refuse(error: NodeJS.ErrnoException, socket: Busy): void {
  const isAnswering = socket.answer?.headersSent && !socket.answer.writableFinished;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const [status, message] = REFUSED[error.code ?? ''] ?? ['400 Bad Request', 'This is no HTTP request.'];
  const body = JSON.stringify({ error_code: 'BAD_REQUEST', message });
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\n\r\n${body}`);
  // Bytes that nobody reads would make the client's end say that the connection was reset.
  socket.resume();
}

const REFUSED: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    `The address and the headers have more than ${MAX_HEADER / 1024} KiB. Send what is long in the body, or ask in parts.`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The headers of the request did not come in time.'],
};
