import type http from 'node:http';
import { buildApp } from './app.ts';
import { doorUrl, type ServerConfig, serves } from './config.ts';
import { drain } from './drain.ts';
import { addressesOf, checkDoors, listen, portRefused } from './listen.ts';
import { createServer } from './load/slow-clients.ts';
import { freeStart } from './memory.ts';
import type { StorageDoor } from './optuna/door.ts';
import { keepReplaying } from './spool.ts';
import { readTls } from './tls.ts';
import { ensureWritable } from './writable.ts';

/** When what the start left may be cleared away. */
const SETTLED_MS = 1500;

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
  await checkDoors(config);
  const tls = config.tls && readTls(config.tls);
  const { app, studies, guard, metrics } = await buildApp(config);
  await app.ready();
  const servers: http.Server[] = [];
  let storage: StorageDoor | undefined;
  try {
    for (const door of config.doors.filter(({ protocol }) => protocol === 'http')) {
      for (const host of addressesOf(config)) {
        const server = createServer((request, response) => app.routing(request, response), undefined, tls);
        await listen(server, host, door);
        const address = server.address();
        if (address && typeof address === 'object') door.port = address.port;
        servers.push(server);
      }
    }
    // Loaded once the pages answer, which need not wait for gRPC.
    for (const door of config.doors.filter(({ protocol }) => protocol === 'grpc')) {
      const { StorageDoor } = await import('./optuna/door.ts');
      storage = new StorageDoor(studies, guard, metrics.storageCalls, (error) => app.log.error(error));
      for (const host of addressesOf(config)) {
        door.port = await storage.listen(host, door.port, tls).catch((error) => {
          throw portRefused(error, host, door);
        });
      }
    }
  } catch (error) {
    for (const server of servers) server.close();
    await storage?.close();
    await app.close();
    throw error;
  }
  setTimeout(freeStart, SETTLED_MS).unref();
  const stopReplaying = serves(config, 'tracking')
    ? keepReplaying(
        config.storeDir,
        doorUrl(config, config.doors[0]?.port as number),
        guard?.access.ownSecret,
      )
    : async () => {};
  return {
    config,
    async close() {
      await stopReplaying();
      await Promise.all([drain(servers), storage?.close()]);
      await app.close();
    },
  };
}
