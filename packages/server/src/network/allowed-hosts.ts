import { hostname } from 'node:os';
import ipaddr from 'ipaddr.js';
import { matcher } from './pattern.ts';

/** How many names are remembered as seen and allowed; a stranger can send any number of them. */
const REMEMBERED = 1000;

/**
 * Tells which `Host` headers are this server's: a page that points a name of its own here (DNS rebinding) sends that
 * name. Addresses, the loopback's names, this machine's and the one that containers know it by cannot be pointed here by
 * anybody else, so they are always allowed.
 *
 * @param host what the server listens on
 * @param patterns as `--allowed-hosts` takes them, e.g. `tracking.lab`, `*.lab:5000`, `*`; one without a port is any port's
 */
export function allowedHosts(host: string, patterns: readonly string[]): (header: string) => boolean {
  const own = new Set(['localhost', 'host.docker.internal', hostname().toLowerCase(), host.toLowerCase()]);
  const listed = patterns.map(matcher);
  const isAllowed = (header: string): boolean => {
    const name = URL.parse(`http://${header}`)?.hostname.replace(/^\[|\]$/g, '');
    if (!name) return false;
    if (own.has(name) || name.endsWith('.localhost') || ipaddr.isValid(name)) return true;
    return listed.some((matches) => matches(header) || matches(name));
  };
  const seen = new Set<string>();
  return (header) => {
    if (seen.has(header)) return true;
    if (!isAllowed(header)) return false;
    if (seen.size < REMEMBERED) seen.add(header);
    return true;
  };
}
