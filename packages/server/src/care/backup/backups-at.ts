import { openArtifacts } from '@orrery/artifacts';
import type { ServerConfig } from '../../config.ts';
import { type Backup, listBackups } from './format.ts';

/** The backups in a place, oldest first. */
export async function backupsAt({ env }: Pick<ServerConfig, 'env'>, place: string): Promise<Backup[]> {
  return listBackups(await openArtifacts(place, env));
}
