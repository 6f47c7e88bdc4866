import type { FastifyInstance } from 'fastify';
import type { NetworkRules, ServerConfig } from '../config.ts';
import { allowedHosts } from './allowed-hosts.ts';
import { crossOrigin } from './cors.ts';

const WITHOUT_HOST = new Set(['/health', '/version']);

/** MLflow's checks of the `Host` and the `Origin` of each request, and its headers on each answer. */
export function guardNetwork(app: FastifyInstance, config: ServerConfig): void {
  const rules = config.network;
  if (rules.disabled) return;
  const isAllowed = allowedHosts(config.host, rules.allowedHosts);
  const answeredCors = crossOrigin(rules.corsAllowedOrigins);

  app.addHook('onRequest', (request, reply, done) => {
    const { host = '' } = request.headers;
    if (!isAllowed(host) && !WITHOUT_HOST.has(request.url)) {
      request.log.warn(`Refused a request for the host '${host}': add it to --allowed-hosts.`);
      reply.code(403).type('text/plain');
      reply.send('Invalid Host header - possible DNS rebinding attack detected');
      return;
    }
    reply.header('x-content-type-options', 'nosniff');
    if (rules.frameOptions !== 'NONE') reply.header('x-frame-options', rules.frameOptions);
    if (!answeredCors(request, reply)) done();
  });
}

/** What is to be said at the start, where the rules let more in than is safe. */
export function networkWarnings({
  host,
  network,
  access,
}: Pick<ServerConfig, 'host' | 'network' | 'access'>): string[] {
  const warnings: string[] = [];
  if (network.disabled)
    warnings.push('The checks of Host and Origin are off: any web page can use this server.');
  if (hasAll(network.allowedHosts)) warnings.push('--allowed-hosts is *: DNS rebinding is possible.');
  if (hasAll(network.corsAllowedOrigins))
    warnings.push('--cors-allowed-origins is *: any web page can read and change what is here.');
  if (!access && !['localhost', '::1'].includes(host) && !host.startsWith('127.'))
    warnings.push(`Listening on ${host}: whoever reaches this machine can read and change what is here.`);
  return warnings;
}

function hasAll(patterns: NetworkRules['allowedHosts']): boolean {
  return patterns.includes('*');
}
