import { hostname } from 'node:os';
import { OrreryError } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { ServerConfig } from '../config.ts';

const ALLOWED = 'ORRERY_ALLOWED_HOSTS';

/**
 * Lets no web page from elsewhere in: these routes start programs. The `Host` must be one of this server's, which a page
 * that points its own name here (DNS rebinding) has not; an `Origin` must be the server itself.
 */
export function guard({ host, env }: Pick<ServerConfig, 'host' | 'env'>) {
  const listed = (env[ALLOWED] || env.MLFLOW_SERVER_ALLOWED_HOSTS || '')
    .split(',')
    .map((name) => name.trim());
  const names = new Set(
    ['localhost', 'host.docker.internal', hostname(), host, ...listed]
      .filter((name) => name !== '')
      .map((name) => name.toLowerCase()),
  );
  const known = (name: string) =>
    names.has('*') || names.has(name) || name.endsWith('.localhost') || ipaddr.isValid(name);

  return async ({ headers, method }: FastifyRequest): Promise<void> => {
    const name = nameOf(`http://${headers.host ?? ''}`);
    if (name === null || !known(name))
      throw denied(`The host '${headers.host ?? ''}' is none of this server's. Set ${ALLOWED} to allow it.`);
    if (method === 'GET' || method === 'HEAD') return;
    const { origin } = headers;
    const same = origin === undefined || originOf(origin) === originOf(`http://${headers.host}`);
    const site = headers['sec-fetch-site'];
    if (!same || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      throw denied(`A page of '${origin ?? 'another site'}' may not do this.`);
  };
}

function denied(message: string): OrreryError {
  return new OrreryError('PERMISSION_DENIED', message);
}

function nameOf(url: string): string | null {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? null;
}

/** Host and port; a proxy in front may speak https with the browser. */
function originOf(url: string): string | undefined {
  return URL.parse(url)?.host;
}
