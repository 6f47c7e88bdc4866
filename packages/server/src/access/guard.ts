import { type Access, type Caller, isAdmin, isPerson, isWholeUser, may } from '@orrery/access';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Asked } from './asked.ts';
import { noteAudited } from './audited.ts';
import { authenticate, TooManyAttempts } from './authenticate.ts';
import { callerOf, setCaller } from './caller-of.ts';
import { cookieOf, SESSION_COOKIE } from './cookies.ts';
import type { LoginLimit } from './login-limit.ts';
import type { Oidc } from './oidc.ts';
import { redact } from './redact.ts';
import { refuseDenied, refuseUnknown } from './refuse.ts';
import type { Resources } from './resources.ts';
import { ANYBODY, type Question, type Rule } from './rule.ts';
import { ruleOf } from './rules/index.ts';

export interface GuardParts {
  /** Each route that is guarded, as rules name them. */
  routes: Set<string>;
  access: Access;
  resources: Resources;
  limit: LoginLimit;
  /** Null where nobody signs in elsewhere. */
  oidc: Oidc | null;
  /** Proxies whose `X-Forwarded-*` are believed; false for none. */
  trustProxy: string[] | false;
  /** How browsers reach this server, where a proxy stands before it; null for as they say. */
  publicUrl: string | null;
}

/** @throws OrreryError as `authenticate` */
export function identify({ access, limit }: GuardParts, request: FastifyRequest): Promise<Caller | null> {
  const { headers, method, ip } = request;
  return authenticate(access, limit, {
    authorization: headers.authorization,
    session: cookieOf(request, SESSION_COOKIE),
    csrf: headers['x-csrf-token'] as string | undefined,
    isSafe: method === 'GET' || method === 'HEAD',
    address: ip,
  });
}

/** Finds out who sends a request, before anything of it is read. */
export function authenticateRequests(app: FastifyInstance, parts: GuardParts): void {
  app.addHook('onRequest', async (request, reply) => {
    const rule = ruleFor(request);
    try {
      const caller = await identify(parts, request);
      if (caller) setCaller(request, caller);
      else if (rule?.who !== 'anybody') return refuseUnknown(request, reply);
      if (request.is404 && rule === null && caller && !isAdmin(caller)) return refuseDenied(request, reply);
    } catch (error) {
      if (error instanceof TooManyAttempts) reply.header('retry-after', error.seconds);
      if (rule?.who !== 'anybody') throw error;
    }
  });
}

/** Lets each request through to its route, or not, by the route's rule. */
export function authorizeRequests(app: FastifyInstance, parts: GuardParts): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) parts.routes.add(`${one} ${url}`);
  });
  app.addHook('preValidation', async (request, reply) => {
    const rule = ruleFor(request);
    if (rule?.who === 'anybody') return;
    const caller = callerOf(request);
    if (!caller) return refuseUnknown(request, reply);
    if (!(await isLetThrough(rule, caller, request, parts))) return refuseDenied(request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const rule = ruleFor(request);
    const caller = callerOf(request);
    if (!caller || reply.statusCode >= 400 || (!Buffer.isBuffer(payload) && typeof payload !== 'string'))
      return payload;
    if (rule?.after) {
      const answer = JSON.parse(payload.toString() || '{}');
      const question = {
        asked: new Asked(request),
        caller,
        resources: parts.resources,
        access: parts.access,
      };
      await rule.after({ ...question, answer, status: reply.statusCode });
    }
    return redact(caller, request, payload);
  });
  app.addHook('onResponse', async (request, reply) => {
    if (ruleFor(request)?.isAudited) await noteAudited(parts.access, request, reply);
  });
}

async function isLetThrough(
  rule: Rule | null,
  caller: Caller,
  request: FastifyRequest,
  { access, resources }: GuardParts,
): Promise<boolean> {
  if (rule?.who === 'person' && !isPerson(caller)) return false;
  if (isAdmin(caller)) return true;
  if (rule === null || rule.who === 'admin') return false;
  if (rule.who === 'user' && !isWholeUser(caller)) return false;
  const question: Question = { asked: new Asked(request), caller, resources, access };
  if (rule.holds && !(await rule.holds(question))) return false;
  if (!rule.needs) return true;
  const needed = await rule.needs(question);
  return needed?.every((need) => may(caller, need)) ?? false;
}

/** Pages of the web app are for anybody: they hold nothing, and ask who one is. */
function ruleFor({ is404, method, url, routeOptions }: FastifyRequest): Rule | null {
  if (is404) return method === 'GET' && !/^\/(ajax-)?api\//.test(url) ? ANYBODY : null;
  return ruleOf(method, routeOptions.url ?? '');
}
