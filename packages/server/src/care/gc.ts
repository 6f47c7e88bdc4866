import { openArtifacts } from '@orrery/artifacts';
import {
  findGarbage,
  type GarbageCriteria,
  type GarbageItem,
  openDatabase,
  purgeExperiment,
  purgeLoggedModel,
  purgeRun,
} from '@orrery/tracking';
import { ArtifactPlaces } from '../artifacts/places.ts';
import type { ServerConfig } from '../config.ts';

export interface GarbageOptions extends GarbageCriteria {
  /** Deletes nothing, and tells what would go. */
  dryRun: boolean;
  report: (line: string) => void;
}

/**
 * Deletes for good what was deleted: artifacts first, then the rows that tell where they are, so that what is
 * interrupted can be done again.
 */
export async function collectGarbage(config: ServerConfig, options: GarbageOptions): Promise<void> {
  const { dryRun, report } = options;
  const { artifactsDestination, artifactRoot, env } = config;
  const served = artifactsDestination ? await openArtifacts(artifactsDestination, env) : null;
  const places = new ArtifactPlaces({ served, root: artifactRoot, env });
  const database = await openDatabase(config.trackingDatabase, artifactRoot);
  const told = (kind: string, { id, name }: GarbageItem, rest = '') =>
    report(`${dryRun ? 'would delete' : 'deleted'} ${kind} ${id} (${name})${rest}`);
  try {
    const garbage = await findGarbage(database, options);
    const work = [
      { kind: 'run', items: garbage.runs, purge: purgeRun },
      { kind: 'logged model', items: garbage.loggedModels, purge: purgeLoggedModel },
    ];
    for (const { kind, items, purge } of work) {
      for (const item of items) {
        const rest = await deleteArtifacts(item, places, dryRun);
        if (!dryRun) await purge(database, item.id);
        told(kind, item, rest);
      }
    }
    for (const experiment of garbage.experiments) {
      if (!dryRun) await purgeExperiment(database, experiment.id);
      told('experiment', experiment);
    }
    const count = garbage.runs.length + garbage.loggedModels.length + garbage.experiments.length;
    if (count === 0) report('Nothing to delete.');
    else if (dryRun) report('Nothing was deleted yet: say --yes to delete it for good.');
  } finally {
    await database.close();
  }
}

/** Only below a folder that is the item's own; resolves to what to tell of it. */
async function deleteArtifacts(item: GarbageItem, places: ArtifactPlaces, dryRun: boolean): Promise<string> {
  const { id, artifactUri: uri } = item;
  if (!uri) return '';
  if (!uri.includes(id)) return `, and left ${uri}, which does not name it`;
  try {
    const { repository, prefix } = await places.at(uri);
    if (!dryRun) await repository.delete(prefix);
    return ` with ${uri}`;
  } catch (error) {
    return `, and left its artifacts: ${(error as Error).message}`;
  }
}
