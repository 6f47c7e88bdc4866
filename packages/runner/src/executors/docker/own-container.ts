import { existsSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import type Docker from 'dockerode';

/** What a container that Orrery itself runs in shares with its host. */
export interface OwnContainer {
  /** A network of its own, on which other containers find it and its neighbours by name. */
  network: string | undefined;
  /** @throws Error that says what to share, for a path that the host does not have */
  hostPath(path: string): string;
}

/** The container that this process runs in, where it is one of the same engine; null on the machine itself. */
export async function ownContainer(docker: Docker): Promise<OwnContainer | null> {
  if (!existsSync('/.dockerenv')) return null;
  const id = /\/containers\/([0-9a-f]{64})\//.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1];
  const found = id
    ? await docker
        .getContainer(id)
        .inspect()
        .catch(() => null)
    : null;
  if (found === null) return null;
  const shared = found.Mounts.map(({ Source, Destination }) => ({ from: Source, at: Destination })).sort(
    (a, b) => b.at.length - a.at.length,
  );
  const networks = Object.keys(found.NetworkSettings.Networks);
  return {
    network: networks.find((name) => !['bridge', 'host', 'none'].includes(name)),
    hostPath(path) {
      const mount = shared.find(({ at }) => path === at || path.startsWith(at + sep));
      if (mount) return mount.from + path.slice(mount.at.length);
      const places = shared.map(({ at }) => at).join(', ') || 'nothing';
      throw new Error(
        `${path} is in the container that Orrery runs in, which shares ${places} with its host: jobs in containers of their own cannot see it. Put it there.`,
      );
    },
  };
}
