import { isConfined, searchRunsNeed } from '@orrery/access';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf, setCaller } from '../access/caller-of.ts';
import { type GuardParts, identify } from '../access/guard.ts';
import { readableBy } from '../access/readable.ts';
import { endsWithServer } from '../drain.ts';
import type { LiveEvent, LiveHub } from './hub.ts';

const KEEP_ALIVE_MS = 15_000;
/** A listener that has so much to take, in bytes, does not listen. */
const MOST_UNREAD = 1024 * 1024;

export interface LiveOptions {
  hub: LiveHub;
  /** Null where everybody may hear everything. */
  guard: GuardParts | null;
  /** Called for each who begins to listen. */
  onListen: () => void;
}

/** `/api/live`: server-sent events (WHATWG HTML, section 9.2) that name what changed, of what the listener may read. */
export async function liveRoutes(app: FastifyInstance, { hub, guard, onListen }: LiveOptions): Promise<void> {
  app.get('/api/live', (request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    endsWithServer(stream);
    stream.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    stream.write(': connected\n\n');
    onListen();
    const tell = (event: LiveEvent) => {
      const data = dataOf(event, request);
      if (stream.writableLength > MOST_UNREAD) stream.destroy();
      else if (data) stream.write(`event: ${event.event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    // What the listener may do may have changed since it began to listen.
    const stop = hub.listen((event) => {
      if (!guard) return tell(event);
      identify(guard, request).then(
        (caller) => {
          if (!caller) return stream.end();
          setCaller(request, caller);
          tell(event);
        },
        () => stream.end(),
      );
    });
    const keepAlive = setInterval(() => stream.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
    request.raw.on('close', () => {
      clearInterval(keepAlive);
      stop();
    });
  });
}

/** What a listener is told of an event; null for nothing. */
function dataOf(event: LiveEvent, request: FastifyRequest): object | null {
  const caller = callerOf(request);
  switch (event.event) {
    case 'studies':
      return {};
    case 'orchestrations':
      return caller && isConfined(caller) ? null : { ids: event.ids };
    case 'runs': {
      const mayHear = readableBy(request, searchRunsNeed);
      const heard = event.changed.filter(([experimentId]) => mayHear(experimentId));
      if (heard.length === 0 && !event.all) return null;
      return {
        experiment_ids: heard.map(([experimentId]) => experimentId),
        run_ids: heard.flatMap(([, runIds]) => runIds),
        all: event.all,
      };
    }
  }
}
