import type { Experiment, Metric, Run, Tag } from '@orrery/core';
import type { Database, Session } from '@orrery/database';
import { appendToLocation } from '../artifact-location.ts';
import { createExperiment, putTag } from './experiments.ts';
import { logInputs, logOutputs } from './inputs.ts';
import { logMetrics } from './metrics.ts';
import { logParams } from './params.ts';
import { createRun, findRun } from './runs.ts';

const MAX_ID = 2 ** 31 - 1;

/** How many runs a database has, deleted ones among them. */
export async function countRuns(database: Database): Promise<number> {
  const row = await database.read((session) =>
    session.get<{ count: number }>('SELECT COUNT(*) AS count FROM runs'),
  );
  return Number(row?.count);
}

/** Of an experiment that was never told its id, only the name and the tags are known. */
export type LostExperiment = Experiment | { name: string; tags: Tag[] };

/**
 * Makes an experiment that a database has lost, under its own id where that is free.
 *
 * @param artifactRoot where it keeps artifacts if that is not known
 * @param renew whether one that is there becomes what the lost one was
 * @returns its id
 */
export function restoreExperiment(
  database: Database,
  lost: LostExperiment,
  artifactRoot: string,
  renew: boolean,
): Promise<string> {
  return database.write(async (session) => {
    const there = await session.get<{ experiment_id: number }>(
      'SELECT experiment_id FROM experiments WHERE name = ?',
      [lost.name],
    );
    if (!there && !('experimentId' in lost)) {
      return createExperiment(session, lost.name, '', artifactRoot, lost.tags);
    }
    const id = there?.experiment_id ?? (await insertExperiment(session, lost as Experiment, artifactRoot));
    if (there && !renew) return String(id);
    if ('experimentId' in lost) {
      await session.run(
        `UPDATE experiments SET artifact_location = COALESCE(NULLIF(?, ''), artifact_location), creation_time = ?, last_update_time = ?
         WHERE experiment_id = ?`,
        [lost.artifactLocation, lost.creationTime, lost.lastUpdateTime, id],
      );
    }
    for (const tag of lost.tags) await putTag(session, id, tag);
    return String(id);
  });
}

/** Tag of a run whose metrics are not all there yet. */
const RESTORING = 'orrery.restoring';

/**
 * Makes a run that a database has lost, as it was. Its metrics come in transactions of their own, so that other writers
 * need not wait for all of them; a run that was left half restored is gone on with.
 *
 * @param run its metrics come from `metrics`
 * @returns whether it was not there already
 */
export async function restoreRun(
  database: Database,
  run: Run,
  metrics: () => AsyncIterable<Metric[]>,
): Promise<boolean> {
  const { info } = run;
  const { runId } = info;
  const row = await database.write(async (session) => {
    if (await session.get('SELECT 1 FROM runs WHERE run_uuid = ?', [runId])) {
      const isRestoring = 'SELECT 1 FROM tags WHERE run_uuid = ? AND key = ?';
      return (await session.get(isRestoring, [runId, RESTORING])) ? findRun(session, runId) : null;
    }
    const tags = [...run.tags, { key: RESTORING, value: 'true' }];
    await createRun(session, { ...info, startTime: info.startTime ?? 0, runName: '', tags });
    return findRun(session, runId);
  });
  if (!row) return false;
  for await (const some of metrics())
    await database.write((session) => logMetrics(session, runId, some, Promise.resolve(row)), runId);
  await database.write(async (session) => {
    if (run.params.length > 0) await logParams(session, runId, run.params);
    await logInputs(session, row, run.datasetInputs, run.modelInputs);
    await logOutputs(session, runId, run.modelOutputs);
    await session.run('DELETE FROM tags WHERE run_uuid = ? AND key = ?', [runId, RESTORING]);
    await session.run(
      `UPDATE runs SET name = ?, status = ?, start_time = ?, end_time = ?, lifecycle_stage = ?,
         artifact_uri = COALESCE(NULLIF(?, ''), artifact_uri) WHERE run_uuid = ?`,
      [info.runName, info.status, info.startTime, info.endTime, info.lifecycleStage, info.artifactUri, runId],
    );
  });
  return true;
}

async function insertExperiment(session: Session, lost: Experiment, artifactRoot: string): Promise<number> {
  const id = Number(lost.experimentId);
  // The column holds 32 bits in PostgreSQL.
  const isTaken =
    id > MAX_ID || (await session.get('SELECT 1 FROM experiments WHERE experiment_id = ?', [id]));
  if (isTaken) {
    return Number(await createExperiment(session, lost.name, lost.artifactLocation, artifactRoot, []));
  }
  const location = lost.artifactLocation || appendToLocation(artifactRoot, String(id));
  await session.run(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [id, lost.name, location, lost.lifecycleStage, lost.creationTime, lost.lastUpdateTime],
  );
  if (session.dialect === 'postgres') {
    await session.get(
      `SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'),
         GREATEST((SELECT MAX(experiment_id) FROM experiments), 1))`,
    );
  }
  return id;
}
