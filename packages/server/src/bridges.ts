import { readFileSync } from 'node:fs';
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

/** Node does not see an interface that nothing is connected to; the kernel's tables of routes do. */
function addressesOfIdle(bridge: string): string[] {
  try {
    const networks = networksOf(bridge, readFileSync('/proc/net/route', 'utf8'));
    const own = localAddresses(readFileSync('/proc/net/fib_trie', 'utf8'));
    return own.filter((address) =>
      networks.some(({ network, mask }) => (numberOf(address) & mask) >>> 0 === network),
    );
  } catch {
    return [];
  }
}

/** Lines of `/proc/net/route` (proc_net_route in the kernel): name, destination, …, mask, in hex of the machine's byte order. */
function networksOf(bridge: string, routes: string): { network: number; mask: number }[] {
  return routes
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([name, , gateway]) => name === bridge && gateway === '00000000')
    .map((fields) => ({ network: swapped(fields[1]), mask: swapped(fields[7]) }));
}

function localAddresses(trie: string): string[] {
  const found = [...trie.matchAll(/\|-- ([\d.]+)\n\s+\/32 host LOCAL/g)].map(
    ([, address]) => address as string,
  );
  return [...new Set(found)];
}

function numberOf(address: string): number {
  return Buffer.from(address.split('.').map(Number)).readUInt32BE();
}

function swapped(hex = ''): number {
  return Buffer.from(hex, 'hex').readUInt32LE();
}
