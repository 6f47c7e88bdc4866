import type { FastifyInstance } from 'fastify';

/** Hands bodies to routes as the text that came, whatever type a client claims: MLflow reads them itself. */
export function textBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}
