import { hostname } from 'node:os';
import Docker from 'dockerode';
import { isNamedAlive } from '../../alive.ts';
import { LABELS } from './labels.ts';

/** The containers of orchestrators of this machine and store that are dead. */
export async function orphansOf(
  storeDir: string,
  docker: Docker = new Docker(),
): Promise<Docker.ContainerInfo[]> {
  const label = [`${LABELS.host}=${hostname()}`, `${LABELS.store}=${storeDir}`];
  const ours = await docker.listContainers({ all: true, filters: { label } });
  return ours.filter(({ Labels }) => !isNamedAlive(Labels[LABELS.process]));
}

/**
 * Stops and removes them: nobody waits for what they do. Their runs are closed by the server, which hears nothing of them.
 *
 * @returns the runs that they were of
 */
export async function stopOrphans(storeDir: string, docker: Docker = new Docker()): Promise<string[]> {
  const orphans = await orphansOf(storeDir, docker);
  await Promise.all(
    orphans.map(async ({ Id }) => {
      const container = docker.getContainer(Id);
      await container.stop({ t: 5 }).catch(() => {});
      await container.remove({ force: true }).catch(() => {});
    }),
  );
  return orphans.map(({ Labels }) => Labels[LABELS.run] ?? '');
}
