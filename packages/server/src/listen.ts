import { createServer, type Server } from 'node:net';
import { OrreryError } from '@orrery/core';
import { bridgesBeside } from './bridges.ts';
import type { Door, ServerConfig } from './config.ts';
import { portHolder } from './port-holder.ts';

/** Every address that a door is served at. */
export function addressesOf({ host, env }: ServerConfig): string[] {
  return [host, ...bridgesBeside(host, env)];
}

/** @throws OrreryError that says why not, and who holds the port */
export async function listen(server: Server, host: string, door: Door): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(door.port, host, resolve);
    });
  } catch (error) {
    throw portRefused(error as NodeJS.ErrnoException, host, door);
  }
}

/** Says why a port cannot be listened at, and what to do. */
export function portRefused(
  error: NodeJS.ErrnoException,
  host: string,
  { port, variable }: Door,
): OrreryError {
  const isTaken = `${error.code} ${error.message}`.includes('EADDRINUSE');
  const why = isTaken
    ? `in use by ${portHolder(port) ?? 'another process'}`
    : `refused (${error.code ?? error.message})`;
  const message = `Port ${port} on ${host} is ${why}. Stop that process, or set ${variable} to another port.`;
  return new OrreryError('INVALID_STATE', message, { cause: error });
}

/**
 * Sees whether every door can be opened, without serving anything.
 *
 * @throws OrreryError that names all that cannot
 */
export async function checkDoors(config: ServerConfig): Promise<void> {
  const problems = new Map<number, string>();
  for (const door of config.doors) {
    for (const host of addressesOf(config)) {
      const server = createServer();
      await listen(server, host, door).catch(({ message }: Error) => problems.set(door.port, message));
      await new Promise((resolve) => server.close(resolve));
    }
  }
  if (problems.size > 0) throw new OrreryError('INVALID_STATE', [...problems.values()].join('\n'));
}
