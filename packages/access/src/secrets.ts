import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'orrery_';

/** A secret that nobody guesses; databases keep its hash alone. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** In 64 hex digits. Secrets are random, so that a slow hash would add nothing. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What a page has to say with a change that its session's cookie makes, so that no other site's page can. */
export function csrfToken(session: string): string {
  return createHmac('sha256', session).update('csrf').digest('base64url');
}

export function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
