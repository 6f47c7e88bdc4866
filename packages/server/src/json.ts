import type { FastifyReply } from 'fastify';
import { countAnswer } from './load/in-flight.ts';

/**
 * Answers with JSON under MLflow's content type; Fastify would add a charset, which JSON does not have, but for a
 * serializer of our own. What is text goes out in one piece with its headers.
 *
 * @param body a buffer is JSON already
 */
export function sendJson(reply: FastifyReply, body: object): FastifyReply {
  const json = Buffer.isBuffer(body) ? body : JSON.stringify(body);
  countAnswer(reply, json.length);
  reply.header('content-type', 'application/json');
  return Buffer.isBuffer(json) ? reply.send(json) : reply.serializer(asIs).send(json);
}

function asIs(json: unknown): string {
  return json as string;
}
