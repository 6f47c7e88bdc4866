import type { FastifyInstance } from 'fastify';
import type { LiveHub } from './hub.ts';

const KEEP_ALIVE_MS = 15_000;
/** A listener that has so much to take, in bytes, does not listen. */
const MOST_UNREAD = 1024 * 1024;

/** `/api/live`: server-sent events (WHATWG HTML, section 9.2) that name what changed. */
export async function liveRoutes(app: FastifyInstance, { hub }: { hub: LiveHub }): Promise<void> {
  app.get('/api/live', (request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    stream.write(': connected\n\n');
    const stop = hub.listen(({ event, data }) => {
      if (stream.writableLength > MOST_UNREAD) stream.destroy();
      else stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    });
    const keepAlive = setInterval(() => stream.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
    request.raw.on('close', () => {
      clearInterval(keepAlive);
      stop();
    });
  });
}
