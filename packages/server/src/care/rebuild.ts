import { createReadStream, statSync } from 'node:fs';
import { type ArtifactRepository, openArtifacts } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';
import { restoreLoggedModel } from '@orrery/models';
import { type RecordedRun, readRecordedRun, recordedFolders, recordedMetrics } from '@orrery/runner/records';
import { countRuns, openDatabase, restoreExperiment, restoreRun, SqlTrackingStore } from '@orrery/tracking';
import { ArtifactPlaces, joinPath } from '../artifacts/places.ts';
import type { ServerConfig } from '../config.ts';

export interface RebuildOptions {
  /** Adds to a database that has runs those that it lacks. */
  merge: boolean;
  tell: (line: string) => void;
}

export interface RebuildReport {
  restored: number;
  /** Runs that the database had already. */
  there: number;
  failed: number;
  /** Files of runs that the artifact store lacked. */
  artifacts: number;
}

/**
 * Makes a tracking database again from the folders of the runs alone; artifacts that their store lacks are put back.
 * What is there stays as it is, so that it can be done again.
 *
 * @throws OrreryError for a database that has runs, unless it is to be added to
 */
export async function rebuild(config: ServerConfig, { merge, tell }: RebuildOptions): Promise<RebuildReport> {
  const { artifactsDestination, artifactRoot, env, storeDir, trackingDatabase } = config;
  const served = artifactsDestination ? await openArtifacts(artifactsDestination, env) : null;
  const places = new ArtifactPlaces({ served, root: artifactRoot, env });
  const database = await openDatabase(trackingDatabase, artifactRoot);
  const report = { restored: 0, there: 0, failed: 0, artifacts: 0 };
  try {
    const before = await countRuns(database);
    if (before > 0 && !merge) {
      const message = `${trackingDatabase.shown} has ${before} runs already. Add --merge to put in those that it lacks, or move it away.`;
      throw new OrreryError('INVALID_STATE', message);
    }
    const store = new SqlTrackingStore({ database, artifactRoot });
    const runs = await inOrder(storeDir, tell);
    const attempt = async (recorded: RecordedRun, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        report.failed++;
        tell(`${recorded.folder}: ${(error as Error).message}`);
      }
    };
    for (const recorded of runs) {
      await attempt(recorded, async () => {
        const { experiment } = recorded;
        const experimentId = await restoreExperiment(database, experiment, artifactRoot, before === 0);
        const run = { ...recorded.run, info: { ...recorded.run.info, experimentId } };
        const isNew = await restoreRun(database, run, () => recordedMetrics(recorded));
        report[isNew ? 'restored' : 'there']++;
        report.artifacts += await putArtifactsBack(store, recorded, places);
      });
    }
    // Models may be measured by runs other than their own.
    for (const recorded of runs) {
      await attempt(recorded, async () => {
        for (const model of recorded.models) await restoreLoggedModel(database, model);
      });
    }
    return report;
  } finally {
    await database.close();
  }
}

/** All runs that folders tell of; those that the server completed first, oldest first, for they know most. */
async function inOrder(storeDir: string, tell: (line: string) => void): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  for (const folder of recordedFolders(storeDir)) {
    const run = await readRecordedRun(folder);
    if (run) runs.push(run);
    else tell(`${folder}: its record does not hold the beginning of a run`);
  }
  return runs.sort((a, b) => (a.taken ?? Number.MAX_VALUE) - (b.taken ?? Number.MAX_VALUE));
}

/** The files of a run that its artifact store lacks, from the places that they were uploaded from. */
async function putArtifactsBack(
  store: SqlTrackingStore,
  { artifacts, run }: RecordedRun,
  places: ArtifactPlaces,
): Promise<number> {
  if (artifacts.length === 0) return 0;
  const { info } = await store.getRun(run.info.runId);
  const { repository, prefix } = await places.at(info.artifactUri);
  let count = 0;
  for (const { file, path } of artifacts) {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    const place = joinPath(prefix, path);
    if (size === undefined || (await exists(repository, place))) continue;
    await repository.write(place, createReadStream(file), size);
    count++;
  }
  return count;
}

async function exists(repository: ArtifactRepository, path: string): Promise<boolean> {
  try {
    await repository.open(path);
    return true;
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'RESOURCE_DOES_NOT_EXIST') return false;
    throw error;
  }
}
