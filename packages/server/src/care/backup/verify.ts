import { finished } from 'node:stream/promises';
import { openArtifacts } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import pLimit from 'p-limit';
import type { ServerConfig } from '../../config.ts';
import { type Backup, filesOf, findBackup } from './format.ts';
import { Objects } from './objects.ts';

const AT_ONCE = 4;

/**
 * Reads all that a backup is made of.
 *
 * @throws OrreryError INVALID_STATE that names everything that is missing or damaged
 */
export async function verify(
  { env }: Pick<ServerConfig, 'env'>,
  { from, id }: { from: string; id?: string | undefined },
): Promise<Backup> {
  const at = await openArtifacts(from, env);
  const backup = await findBackup(at, id);
  const objects = new Objects(at);
  const parts = [
    ...backup.databases.map(({ names, sha256 }) => ({ name: `database ${names.join(' and ')}`, sha256 })),
    ...(await filesOf(at, backup)).map(({ place, path, sha256 }) => ({ name: `${place} ${path}`, sha256 })),
  ];
  const limit = pLimit(AT_ONCE);
  const problems = await Promise.all(
    parts.map(({ name, sha256 }) =>
      limit(async () => {
        try {
          await finished((await objects.read(sha256)).resume());
          return [];
        } catch (error) {
          return [`${name}: ${(error as Error).message}`];
        }
      }),
    ),
  );
  const found = problems.flat();
  if (found.length === 0) return backup;
  throw new OrreryError('INVALID_STATE', `Backup ${backup.id} is not whole:\n${found.join('\n')}`);
}
