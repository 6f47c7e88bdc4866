import type { Access, AuditEvent } from '@orrery/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Asked } from './asked.ts';
import { callerOf } from './caller-of.ts';

const SECRET = /password|secret|token|authorization/i;
const MOST_CHARACTERS = 1000;

/** Notes who asked for what, once it is answered; in the database and in the log. */
export async function noteAudited(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await note(access, request, {
    username: callerOf(request)?.user.username ?? null,
    action: `${request.method} ${request.routeOptions.url}`,
    subject: subjectOf(request),
    outcome: outcomeOf(reply.statusCode),
  });
}

export async function note(
  access: Access,
  request: FastifyRequest,
  event: Omit<AuditEvent, 'time' | 'address'>,
): Promise<void> {
  const noted = { time: Date.now(), address: request.ip, ...event };
  request.log.info({ audit: noted }, 'audit');
  await access.audit.add(noted);
}

function outcomeOf(status: number): AuditEvent['outcome'] {
  if (status < 400) return 'done';
  return status === 401 || status === 403 ? 'refused' : 'failed';
}

/** What the request names, without what must not be told. */
function subjectOf(request: FastifyRequest): string {
  const named = Object.entries(new Asked(request).all).filter(([name]) => !SECRET.test(name));
  return JSON.stringify(Object.fromEntries(named)).slice(0, MOST_CHARACTERS);
}
