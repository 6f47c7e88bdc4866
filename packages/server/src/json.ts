import type { FastifyReply } from 'fastify';

/** Answers with JSON under MLflow's content type; Fastify would add a charset, which JSON does not have. */
export function sendJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)));
}
