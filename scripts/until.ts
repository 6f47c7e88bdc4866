import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks until something holds.
 *
 * @param times how often it is looked at most
 * @throws Error once that is used up, and what a look throws
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { times = 300, everyMs = 100 }: { times?: number; everyMs?: number } = {},
): Promise<void> {
  for (let look = 0; !(await holds()); look++) {
    if (look >= times) throw new Error(`It did not hold within ${(times * everyMs) / 1000} s.`);
    await sleep(everyMs);
  }
}
