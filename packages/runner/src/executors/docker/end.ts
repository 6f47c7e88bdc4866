import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';

/** How often an engine that is away is asked again, a second apart, before its container is given up. */
const TRIES = 60;

/**
 * Waits for the end of a container, also through an engine that goes away and comes back.
 *
 * @throws Error that says why nobody knows how it ended
 */
export async function endOf(container: Docker.Container): Promise<Docker.ContainerInspectInfo['State']> {
  for (let left = TRIES; ; left--) {
    try {
      await container.wait();
      return (await container.inspect()).State;
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) throw new Error('its container was removed');
      if (left === 0) throw error;
      await sleep(1000);
    }
  }
}
