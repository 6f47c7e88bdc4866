import { type Span, tracing } from '@orrery/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Makes a span of each request, where traces are wanted, which goes on with its caller's trace. */
export function traceRequests(app: FastifyInstance): void {
  const tracer = tracing();
  if (!tracer) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    // As in OpenTelemetry's conventions for HTTP servers. What follows the path may hold secrets.
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'url.path': request.url.split('?')[0],
      'url.scheme': request.protocol,
      'server.port': request.socket.localPort,
      'orrery.request_id': request.id,
    };
    tracer.run(`${method} ${route}`, { attributes, isServer: true, headers }, (span) => {
      spans.set(request, span);
      done();
    });
  });
  app.addHook('onError', (request, _reply, error, done) => {
    spans.get(request)?.set({ 'error.type': error.name, 'exception.message': error.message });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    span?.end(reply.statusCode >= 500 ? new Error(`answered with ${reply.statusCode}`) : undefined);
    done();
  });
}
