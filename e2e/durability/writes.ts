import { setTimeout as sleep } from 'node:timers/promises';
import { Refused } from './door.ts';

/** What one client writes, and what it was told of it. */
export interface Writes {
  /** How many writes were acknowledged. */
  readonly acknowledged: number;
  /** Does one more write. @throws what the connection throws */
  next(): Promise<void>;
  /** What is missing or only half there in a store that nobody has open, told one by one. */
  problems(store: string): string[];
}

/** @throws Error where it has not come true within a minute */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !isSo(); await sleep(1))
    if (performance.now() > end) throw new Error('What was waited for has not happened within a minute.');
}

/**
 * Has each client write, one write after the other, until the server is gone or `stop` resolves.
 *
 * @param onRefused what to do about an answer that is no success; by default it is an error
 */
export async function writeUntil(
  clients: readonly Writes[],
  stop: Promise<void>,
  onRefused: (refused: Refused) => Promise<void> = async (refused) => {
    throw refused;
  },
): Promise<void> {
  let stopped = false;
  const stopping = stop.finally(() => {
    stopped = true;
  });
  const work = async (client: Writes) => {
    while (!stopped) {
      try {
        await client.next();
      } catch (error) {
        if (!(error instanceof Refused)) return;
        await onRefused(error);
      }
    }
  };
  await Promise.all([stopping, ...clients.map(work)]);
}
