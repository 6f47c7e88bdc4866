import { isAdmin, isPermission, type Permission, permits, type Token } from '@orrery/access';
import { invalid } from '@orrery/core';
import { delegate } from '../delegate.ts';
import type { AccountRoute } from './route.ts';

const DAY_MS = 86_400_000;
/** Of a run's token whose end nobody told of. */
const LONGEST_RUN_MS = 60 * DAY_MS;
const MOST_EVENTS = 1000;

/** Orrery's own: tokens, and what was done by whom. */
export const OWN_ROUTES: AccountRoute[] = [
  {
    method: 'GET',
    path: '/api/access/tokens',
    async handle({ asked, caller }, access) {
      const all = asked.optional('all') === 'true' && isAdmin(caller);
      return { tokens: (await access.tokens.list(all ? null : caller.user.id)).map(tokenAnswer) };
    },
  },
  {
    method: 'POST',
    path: '/api/access/tokens',
    async handle({ asked, caller, reply }, access) {
      const name = asked.value('name');
      if (typeof name !== 'string' || name.trim() === '' || name.length > 255)
        throw invalid('A token needs a name of at most 255 characters.');
      const { secret, token } = await access.tokens.create(caller.user, {
        name,
        scope: {
          experiments: experimentsOf(asked.optional('experiments')),
          permission: permissionOf(asked.optional('permission')),
        },
        runId: null,
        expires: expiryOf(asked.optional('expires_in')),
      });
      reply.code(201);
      return { token: secret, ...tokenAnswer(token) };
    },
  },
  {
    method: 'POST',
    path: '/api/access/run-tokens',
    async handle({ asked, caller, reply }, access) {
      const runId = asked.name('run_id');
      const wanted = { name: `run ${runId}`, runId, lifeMs: LONGEST_RUN_MS };
      const { secret, token } = await delegate(access, caller, wanted);
      reply.code(201);
      return { token: secret, ...tokenAnswer(token) };
    },
  },
  {
    method: 'DELETE',
    path: '/api/access/tokens/:id',
    async handle({ asked, caller }, access) {
      await access.tokens.revoke(asked.name('id'), isAdmin(caller) ? null : caller.user.id);
      return {};
    },
  },
  {
    method: 'GET',
    path: '/api/access/audit',
    async handle({ asked }, access) {
      const number = (name: string, usual: number | null) => (asked.has(name) ? asked.integer(name) : usual);
      const most = Math.min(Math.max(number('limit', 100) as number, 1), MOST_EVENTS);
      return { events: await access.audit.list(most, number('before', null)) };
    },
  },
];

function tokenAnswer({ id, username, name, scope, runId, created, expires, lastUsed }: Token) {
  return {
    id,
    username,
    name,
    experiments: scope.experiments,
    permission: scope.permission,
    run_id: runId,
    created,
    expires,
    last_used: lastUsed,
  };
}

function experimentsOf(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length > 0 && value.every((id) => /^\d+$/.test(String(id))))
    return value.map((id) => String(BigInt(id)));
  throw invalid('experiments must be a list of ids of experiments; leave it out for all that you may use.');
}

function permissionOf(value: unknown = 'MANAGE'): Permission {
  const given = String(value);
  if (isPermission(given) && permits(given, 'read')) return given;
  throw invalid(`permission '${given}' is none of READ, USE, EDIT and MANAGE.`);
}

/** @param value in seconds; null for a token that lasts until it is revoked */
function expiryOf(value: unknown = 90 * (DAY_MS / 1000)): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return Date.now() + value * 1000;
  throw invalid(
    'expires_in must be a number of seconds, or null for a token that lasts until it is revoked.',
  );
}
