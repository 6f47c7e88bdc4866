import { accessSync, constants, mkdirSync } from 'node:fs';
import http from 'node:http';
import { OrreryError } from '@orrery/core';
import { buildApp } from './app.ts';
import { bridgesBeside } from './bridges.ts';
import { doorUrl, type ServerConfig } from './config.ts';
import { portHolder } from './port-holder.ts';
import { keepReplaying } from './spool.ts';

export interface RunningServer {
  config: ServerConfig;
  close(): Promise<void>;
}

/**
 * Starts the server: stores first, then each door.
 *
 * @throws OrreryError that says what is in the way: a store that cannot be written, a bucket that is missing, a
 *   database of an unknown schema, a port that another process holds
 */
export async function serve(config: ServerConfig): Promise<RunningServer> {
  ensureWritable(config.storeDir);
  const app = await buildApp(config);
  await app.ready();
  const servers: http.Server[] = [];
  try {
    for (const door of config.doors) {
      for (const host of [config.host, ...bridgesBeside(config.host, config.env)]) {
        const server = http.createServer((request, response) => app.routing(request, response));
        server.keepAliveTimeout = 75_000;
        await listen(server, host, door.port, door.variable);
        const address = server.address();
        if (address && typeof address === 'object') door.port = address.port;
        servers.push(server);
      }
    }
  } catch (error) {
    for (const server of servers) server.close();
    await app.close();
    throw error;
  }
  const stopReplaying = keepReplaying(config.storeDir, doorUrl(config, config.doors[0]?.port as number));
  return {
    config,
    async close() {
      await stopReplaying();
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const server of servers) server.closeAllConnections();
      await Promise.all(closed);
      await app.close();
    },
  };
}

/** @throws OrreryError that says which folder cannot be written */
export function ensureWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const message = `Cannot write to ${folder} (${(error as NodeJS.ErrnoException).code}). Make it writable, or set ORRERY_STORE to another folder.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}

async function listen(server: http.Server, host: string, port: number, variable: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'EADDRINUSE' ? `in use by ${portHolder(port) ?? 'another process'}` : `refused (${code})`;
    const message = `Port ${port} on ${host} is ${why}. Stop that process, or set ${variable} to another port.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}
