import { OrreryError } from '@orrery/core';
import type { FastifyRequest } from 'fastify';

/** Lets no page of another origin change anything, listed or not: these routes start programs. */
export async function guard({ headers, method }: FastifyRequest): Promise<void> {
  if (method === 'GET' || method === 'HEAD') return;
  const { origin } = headers;
  const same = origin === undefined || hostOf(origin) === hostOf(`http://${headers.host}`);
  const site = headers['sec-fetch-site'];
  if (!same || (site !== undefined && site !== 'same-origin' && site !== 'none'))
    throw new OrreryError('PERMISSION_DENIED', `A page of '${origin ?? 'another site'}' may not do this.`);
}

/** Host and port; a proxy in front may speak https with the browser. */
function hostOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}
