import { existsSync } from 'node:fs';
import { HEARTBEAT_TAG } from '@orrery/core';
import { openStudyStore } from '@orrery/sweeps';
import {
  experimentsWithoutMetrics,
  experimentsWithoutPrimary,
  openDatabase,
  SqlTrackingStore,
  secondRuns,
  studiesOfRuns,
} from '@orrery/tracking';
import type { ServerConfig } from '../../config.ts';
import { experimentPlaces } from './artifacts.ts';
import { type Finding, look, optional } from './finding.ts';

const SILENT_MS = 300_000;
const STALE_SECONDS = 300;
const SHOWN = 3;

/** What the records themselves tell of things that went wrong; nothing where there are no databases to look at. */
export async function recordFindings(config: ServerConfig): Promise<Finding[]> {
  const { trackingDatabase, studyDatabase, artifactRoot } = config;
  if (trackingDatabase.dialect === 'sqlite' && !existsSync(trackingDatabase.path)) return [];
  if (studyDatabase.dialect === 'sqlite' && !existsSync(studyDatabase.path)) return [];
  const opened = await Promise.all([
    openDatabase(trackingDatabase, artifactRoot),
    openStudyStore(studyDatabase),
  ]).catch(() => null);
  // Why they do not open is told beside.
  if (!opened) return [];
  const [database, studies] = opened;
  const store = new SqlTrackingStore({ database, artifactRoot });
  try {
    const all = await studies.getSummaries();
    return await Promise.all([
      look('artifacts of experiments', () => experimentPlaces(store, config)),
      optional(
        look('open runs', async () => {
          const open = await store.runningWithTag(HEARTBEAT_TAG);
          const silent = open.filter(({ value }) => Number(value) < Date.now() - SILENT_MS);
          if (silent.length === 0) return `${open.length} with signs of life`;
          throw new Error(
            `${some(silent.map(({ runId }) => runId))} RUNNING without a sign of life for five minutes: the host died. A server that runs closes them within a minute: orrery up.`,
          );
        }),
      ),
      optional(
        look('runs of jobs', async () => {
          const second = await secondRuns(database);
          if (second.length === 0) return 'one each';
          const shown = second.map(({ runId, job }) => `${runId} while ${job} ran`);
          throw new Error(
            `jobs seem to have opened second runs of their own: ${some(shown)}. A job attaches to MLFLOW_RUN_ID: orrery.attach(), or mlflow.start_run() with that variable passed on to the process that calls it.`,
          );
        }),
      ),
      look('studies of sweeps', async () => {
        const here = new Set(all.map(({ name }) => name));
        const lost = (await studiesOfRuns(database)).filter((name) => !here.has(name));
        if (lost.length === 0) return 'all in the study database';
        throw new Error(
          `${some(lost)} missing in ${studyDatabase.shown}, whose dashboard shows ${all.length === 0 ? 'nothing' : 'others'}: their sweeps ran with another study database. Start the server and orrery run with the same ORRERY_STUDY_STORE_URI.`,
        );
      }),
      optional(
        look('analysis', async () => {
          const bare = await experimentsWithoutMetrics(database);
          if (bare.length === 0) return 'each experiment with runs has metrics';
          throw new Error(
            `${some(bare)}: runs without a single metric, so that charts and the analysis page have nothing to draw. Log one (mlflow.log_metric, metrics.json of a job), or see whether jobs fail before they do.`,
          );
        }),
      ),
      optional(
        look('primary metrics', async () => {
          const lacking = await experimentsWithoutPrimary(database);
          if (lacking.length === 0) return 'logged wherever one is named';
          const shown = lacking.map(({ name, metric }) => `${metric} of ${name}`);
          throw new Error(
            `${some(shown)}: named as primary metric and logged by no run, so that results cannot be ranked. Log it, or name another under metrics.primary of the manifest.`,
          );
        }),
      ),
      optional(
        look('trials', async () => {
          const stale = await Promise.all(
            all.map(({ studyId }) => studies.findStaleTrials(studyId, STALE_SECONDS)),
          );
          const names = all.filter((_, index) => (stale[index]?.length ?? 0) > 0).map(({ name }) => name);
          if (names.length === 0) return 'none RUNNING without a worker';
          throw new Error(
            `${stale.flat().length} RUNNING without a sign of life for five minutes, of ${some(names)}: their workers are gone. The next worker of that study fails them, or tell them failed.`,
          );
        }),
      ),
    ]);
  } finally {
    await Promise.all([database.close(), studies.close()]);
  }
}

function some(items: readonly string[]): string {
  const more = items.length - SHOWN;
  return items.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
