import type { FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'orrery_session';

export function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

/**
 * A cookie that no script reads and no other site's request carries along, but for links to here.
 *
 * @param seconds 0 to delete it
 */
export function cookie(request: FastifyRequest, name: string, value: string, seconds: number): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
