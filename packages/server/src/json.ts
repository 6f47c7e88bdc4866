import type { FastifyReply } from 'fastify';

/**
 * Answers with JSON under MLflow's content type; Fastify would add a charset, which JSON does not have, but for a
 * serializer of our own. What is text goes out in one piece with its headers.
 *
 * @param body a buffer is JSON already
 */
export function sendJson(reply: FastifyReply, body: object): FastifyReply {
  reply.header('content-type', 'application/json');
  return Buffer.isBuffer(body) ? reply.send(body) : reply.serializer(JSON.stringify).send(body);
}
