import { openArtifacts } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import {
  findGarbage,
  type GarbageCriteria,
  type GarbageItem,
  openDatabase,
  purgeExperiment,
  purgeLoggedModel,
  purgeRun,
} from '@orrery/tracking';
import { type ArtifactPlace, ArtifactPlaces } from '../artifacts/places.ts';
import type { ServerConfig } from '../config.ts';

export interface GarbageOptions extends GarbageCriteria {
  /** Deletes nothing, and tells what would go. */
  dryRun: boolean;
  report: (line: string) => void;
}

/**
 * Deletes for good what was deleted: artifacts first, then the rows that tell where they are, so that what is
 * interrupted can be done again.
 *
 * @throws OrreryError that names everything whose artifacts could not be deleted; its rows are still there
 */
export async function collectGarbage(config: ServerConfig, options: GarbageOptions): Promise<void> {
  const { dryRun, report } = options;
  const { artifactsDestination, artifactRoot, env } = config;
  const served = artifactsDestination ? await openArtifacts(artifactsDestination, env) : null;
  const places = new ArtifactPlaces({ served, root: artifactRoot, env });
  const database = await openDatabase(config.trackingDatabase, artifactRoot);
  const told = (kind: string, { id, name }: GarbageItem, rest = '') =>
    report(`${dryRun ? 'would delete' : 'deleted'} ${kind} ${id} (${name})${rest}`);
  const problems: string[] = [];
  const stuck = new Set<string>();
  try {
    const garbage = await findGarbage(database, options);
    const work = [
      { kind: 'run', items: garbage.runs, purge: purgeRun },
      { kind: 'logged model', items: garbage.loggedModels, purge: purgeLoggedModel },
    ];
    for (const { kind, items, purge } of work) {
      for (const item of items) {
        try {
          const rest = await deleteArtifacts(item, places, dryRun);
          if (!dryRun) await purge(database, item.id);
          told(kind, item, rest);
        } catch (error) {
          problems.push(`Kept ${kind} ${item.id} (${item.name}): ${(error as Error).message}`);
          stuck.add(item.experimentId);
        }
      }
    }
    for (const experiment of garbage.experiments.filter(({ id }) => !stuck.has(id))) {
      if (!dryRun) await purgeExperiment(database, experiment.id);
      told('experiment', experiment);
    }
    const count = garbage.runs.length + garbage.loggedModels.length + garbage.experiments.length;
    if (count === 0) report('Nothing to delete.');
    else if (dryRun) report('Nothing was deleted yet: say --yes to delete it for good.');
  } finally {
    await database.close();
  }
  if (problems.length > 0)
    throw new OrreryError('INVALID_STATE', `${problems.join('\n')}\nMend that, and run it again.`);
}

/**
 * Only below a folder that is the item's own. Artifacts where this server never reaches are left to others.
 *
 * @returns what to tell of them
 */
async function deleteArtifacts(item: GarbageItem, places: ArtifactPlaces, dryRun: boolean): Promise<string> {
  const { id, artifactUri: uri } = item;
  if (!uri) return '';
  if (!uri.includes(id)) return `, and left ${uri}, which does not name it`;
  let place: ArtifactPlace;
  try {
    place = await places.at(uri);
  } catch (error) {
    return `, and left its artifacts: ${(error as Error).message}`;
  }
  if (!dryRun) await place.repository.delete(place.prefix);
  return ` with ${uri}`;
}
