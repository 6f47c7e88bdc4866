import type { FastifyReply } from 'fastify';

/**
 * Answers with JSON under MLflow's content type; Fastify would add a charset, which JSON does not have.
 *
 * @param body a buffer is JSON already
 */
export function sendJson(reply: FastifyReply, body: object): FastifyReply {
  const json = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  return reply.header('content-type', 'application/json').send(json);
}
