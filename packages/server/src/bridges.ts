import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

const BRIDGE = 'docker0';

/**
 * Where containers of this machine find a server that listens on `host`: the address of Docker's own bridge, beside
 * a loopback address. Nobody outside the machine reaches it.
 */
export function bridgesBeside(host: string): string[] {
  if (!['127.0.0.1', 'localhost'].includes(host)) return [];
  const seen = networkInterfaces()[BRIDGE]?.filter(({ family }) => family === 'IPv4');
  return seen?.map(({ address }) => address) ?? addressOfIdleBridge();
}

/** Node does not see an interface that nothing is connected to; `ip` does. */
function addressOfIdleBridge(): string[] {
  try {
    const args = ['-4', '-o', 'addr', 'show', 'dev', BRIDGE];
    const shown = execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return [...shown.matchAll(/\binet ([\d.]+)/g)].map(([, address]) => address as string);
  } catch {
    return [];
  }
}
