import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openArtifacts } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import pLimit from 'p-limit';
import type { ServerConfig } from '../../config.ts';
import { refuseTaken, restoreDatabase } from './databases.ts';
import { type Backup, filesOf, findBackup, type SavedDatabase } from './format.ts';
import { Objects } from './objects.ts';
import { allDatabasesOf, type KeptDatabase, placesOf } from './places.ts';

const AT_ONCE = 4;

/**
 * Puts a backup back, where nothing is yet: files first, databases last, so that a server never sees a part of it.
 * Each content is compared with its SHA-256 on its way.
 *
 * @param id of the backup; the newest without it
 * @throws OrreryError that names every place that is taken
 */
export async function restore(
  config: ServerConfig,
  { from, id }: { from: string; id?: string | undefined },
): Promise<Backup> {
  const at = await openArtifacts(from, config.env);
  const backup = await findBackup(at, id);
  const objects = new Objects(at);
  const databases = pairs(config, backup);
  const taken = await Promise.allSettled(databases.map(({ kept }) => refuseTaken(kept)));
  const problems = taken.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (problems.length > 0) throw new OrreryError('RESOURCE_ALREADY_EXISTS', problems.join('\n'));

  const places = new Map((await placesOf(config)).map((place) => [place.name, place.repository]));
  const limit = pLimit(AT_ONCE);
  await Promise.all(
    (await filesOf(at, backup)).map(({ place, path, size, sha256, mode }) =>
      limit(async () => {
        await places.get(place)?.write(path, await objects.read(sha256), size);
        if (mode !== undefined) chmodSync(join(config.storeDir, path), mode);
      }),
    ),
  );
  mkdirSync(join(config.storeDir, 'cache'), { recursive: true });
  const scratch = mkdtempSync(join(config.storeDir, 'cache', 'restore-'));
  try {
    for (const { saved, kept } of databases) await restoreDatabase(saved, kept, objects, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  return backup;
}

/** Which database goes where. @throws OrreryError where the configuration has no such one */
function pairs(config: ServerConfig, { databases }: Backup): { saved: SavedDatabase; kept: KeptDatabase }[] {
  const here = allDatabasesOf(config);
  return databases.map((saved) => {
    const kept = here.find(({ names }) => saved.names.some((name) => names.includes(name)));
    if (kept && kept.uri.dialect === saved.dialect) return { saved, kept };
    const message = `The backup's ${saved.names.join(' and ')} database is of ${saved.dialect}, and the one named here is not: name one with --backend-store-uri, --registry-store-uri or --study-store-uri.`;
    throw new OrreryError('INVALID_PARAMETER_VALUE', message);
  });
}
