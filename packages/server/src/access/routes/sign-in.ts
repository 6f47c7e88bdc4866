import { type Access, type Caller, csrfToken, type User } from '@orrery/access';
import { OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from '../../json.ts';
import { textBodies } from '../../mlflow/bodies.ts';
import { Asked } from '../asked.ts';
import { note } from '../audited.ts';
import { checkPassword, TooManyAttempts } from '../authenticate.ts';
import { callerOf } from '../caller-of.ts';
import { cookie, cookieOf, SESSION_COOKIE } from '../cookies.ts';
import type { GuardParts } from '../guard.ts';
import type { Pending } from '../oidc.ts';
import { userAnswer } from './users.ts';

const SESSION_SECONDS = 12 * 3600;
const PENDING_COOKIE = 'orrery_sign_in';
const PENDING_SECONDS = 600;
const CALLBACK = '/api/access/oidc/callback';

/** How a browser signs in and out, with a password or at a provider of OpenID Connect. */
export async function signInRoutes(
  app: FastifyInstance,
  { access, limit, oidc, publicUrl }: GuardParts,
): Promise<void> {
  textBodies(app);

  app.get('/api/access/session', async (request, reply) => {
    const session = cookieOf(request, SESSION_COOKIE);
    return sendJson(reply.header('cache-control', 'no-store'), {
      ...sessionAnswer(callerOf(request), session),
      oidc: oidc?.name ?? null,
    });
  });

  app.post('/api/access/login', async (request, reply) => {
    // A form of another site can send no such header.
    if (request.headers['x-csrf-token'] === undefined)
      throw new OrreryError('PERMISSION_DENIED', 'Sign-in needs the header x-csrf-token.');
    const asked = new Asked(request);
    const [username, password] = [asked.name('username'), asked.name('password')];
    const caller = await checkPassword(access, limit, username, password, request.ip).catch((error) => {
      if (error instanceof TooManyAttempts) reply.header('retry-after', error.seconds);
      throw error;
    });
    if (!caller) throw new OrreryError('UNAUTHENTICATED', 'The name or the password is wrong.');
    const secret = await signIn(access, request, reply, await access.users.get(username), 'password');
    return sendJson(reply, sessionAnswer({ ...caller, by: 'session' }, secret));
  });

  app.post('/api/access/logout', async (request, reply) => {
    const session = cookieOf(request, SESSION_COOKIE);
    if (session) await access.sessions.end(session);
    const username = callerOf(request)?.user.username ?? null;
    await note(access, request, { username, action: 'logout', subject: '', outcome: 'done' });
    return sendJson(reply.header('set-cookie', cookie(request, SESSION_COOKIE, '', 0)), {});
  });

  if (!oidc) return;
  const callbackOf = ({ protocol, host }: FastifyRequest) =>
    `${publicUrl ?? `${protocol}://${host}`}${CALLBACK}`;

  app.get('/api/access/oidc/login', async (request, reply) => {
    const { url, pending } = await oidc.begin(callbackOf(request));
    const kept = Buffer.from(JSON.stringify(pending)).toString('base64url');
    reply.header('set-cookie', cookie(request, PENDING_COOKIE, kept, PENDING_SECONDS));
    return reply.redirect(url.href);
  });

  app.get(CALLBACK, async (request, reply) => {
    const kept = cookieOf(request, PENDING_COOKIE);
    if (!kept) throw new OrreryError('UNAUTHENTICATED', 'The sign-in was begun elsewhere, or too long ago.');
    const pending = JSON.parse(Buffer.from(kept, 'base64url').toString()) as Pending;
    const query = request.url.slice(request.url.indexOf('?'));
    const user = await oidc.finish(access, new URL(callbackOf(request) + query), pending);
    reply.header('set-cookie', cookie(request, PENDING_COOKIE, '', 0));
    await signIn(access, request, reply, user, `OpenID Connect (${oidc.name})`);
    return reply.redirect(`${publicUrl ?? ''}/`);
  });
}

/** Begins a session; resolves to its secret, which goes into a cookie. */
async function signIn(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  user: User,
  how: string,
): Promise<string> {
  const secret = await access.sessions.create(user, SESSION_SECONDS * 1000);
  reply.header('set-cookie', cookie(request, SESSION_COOKIE, secret, SESSION_SECONDS));
  await note(access, request, { username: user.username, action: 'login', subject: how, outcome: 'done' });
  return secret;
}

/** Who is signed in, and what its pages have to say with changes. */
function sessionAnswer(caller: Caller | null, secret: string | undefined) {
  const isSession = caller?.by === 'session' && secret !== undefined;
  return { user: caller && userAnswer(caller.user), csrf_token: isSession ? csrfToken(secret) : null };
}
