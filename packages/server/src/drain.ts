import type { Server, ServerResponse } from 'node:http';

/** How long requests may go on after the server is told to end; a transfer that takes longer is begun again by its client. */
const PATIENCE_MS = 5000;
const LOOK_MS = 50;

/** Answers that have no end of their own. */
const streams = new Set<ServerResponse>();

/** Ends an answer of server-sent events when the server ends. */
export function endsWithServer(stream: ServerResponse): void {
  streams.add(stream);
  stream.once('close', () => streams.delete(stream));
}

/** Takes no new requests, and resolves once those that there are have been answered, or have had their time. */
export async function drain(servers: Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  for (const stream of streams) stream.end();
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, LOOK_MS);
  const late = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, PATIENCE_MS);
  await Promise.all(closed);
  clearInterval(idle);
  clearTimeout(late);
}
