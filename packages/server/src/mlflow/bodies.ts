import type { FastifyInstance } from 'fastify';

const BODY_LIMIT = 64 * 1024 * 1024;

/** Hands bodies to routes as the text that came, whatever type a client claims: MLflow reads them itself. */
export function textBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
}
