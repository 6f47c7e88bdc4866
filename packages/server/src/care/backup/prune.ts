import { openArtifacts } from '@orrery/artifacts';
import type { ServerConfig } from '../../config.ts';
import { deleteBackup, filesOf, listBackups } from './format.ts';

/** A backup that is being made names its contents at its end: what is younger may be one of those. */
const SETTLED_MS = 24 * 60 * 60 * 1000;

/** Deletes all but the newest backups, and the contents that no backup has. Resolves to the number of backups deleted. */
export async function prune(
  { env }: Pick<ServerConfig, 'env'>,
  place: string,
  keep: number,
  now: number = Date.now(),
): Promise<number> {
  const at = await openArtifacts(place, env);
  const backups = await listBackups(at);
  const old = backups.slice(0, Math.max(0, backups.length - keep));
  for (const backup of old) await deleteBackup(at, backup);
  const named = new Set<string>();
  for (const backup of backups.slice(old.length)) {
    for (const { sha256 } of backup.databases) named.add(sha256);
    for (const { sha256 } of await filesOf(at, backup)) named.add(sha256);
  }
  for (const folder of await at.list('objects')) {
    for (const { path } of await at.list(folder.path)) {
      if (named.has(path.slice(path.lastIndexOf('/') + 1))) continue;
      const { modified } = await at.open(path);
      if (now - modified.getTime() > SETTLED_MS) await at.delete(path);
    }
  }
  return old.length;
}
