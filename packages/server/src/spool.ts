import { setTimeout as sleep } from 'node:timers/promises';
import { replaySpool } from '@orrery/runner/spool';

const EVERY_MS = 5000;

/**
 * Takes what runners spooled while this server was away: at once, and every few seconds after.
 *
 * @param token with which the server lets itself in, where callers have to say who they are
 * @returns how to stop
 */
export function keepReplaying(storeDir: string, url: string, token?: string): () => Promise<void> {
  const stopping = new AbortController();
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await replaySpool(storeDir, url, console.error, token === undefined ? undefined : { token }).catch(
        (error: Error) => console.error(`spool: ${error.message}`),
      );
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = loop();
  return async () => {
    stopping.abort();
    await running;
  };
}
