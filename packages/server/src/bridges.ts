import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

/** Docker's own, and the one that the pods of a node of Kubernetes usually sit on. */
const USUAL = ['docker0', 'cni0'];

/**
 * Where containers of this machine find a server that listens on `host`: the addresses of the bridges that they sit
 * on, beside a loopback address. Nobody outside the machine reaches them.
 *
 * @param env `ORRERY_BRIDGES` names others instead, with commas between them; none where it is empty
 */
export function bridgesBeside(
  host: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string[] {
  if (!['127.0.0.1', 'localhost'].includes(host)) return [];
  const named = env.ORRERY_BRIDGES?.split(',').map((name) => name.trim());
  return (named ?? USUAL).filter((name) => name !== '').flatMap(addressesOf);
}

function addressesOf(bridge: string): string[] {
  const seen = networkInterfaces()[bridge]?.filter(({ family }) => family === 'IPv4');
  return seen?.map(({ address }) => address) ?? addressesOfIdle(bridge);
}

/** Node does not see an interface that nothing is connected to; `ip` does. */
function addressesOfIdle(bridge: string): string[] {
  if (!existsSync(`/sys/class/net/${bridge}`)) return [];
  try {
    const args = ['-4', '-o', 'addr', 'show', 'dev', bridge];
    const shown = execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return [...shown.matchAll(/\binet ([\d.]+)/g)].map(([, address]) => address as string);
  } catch {
    return [];
  }
}
