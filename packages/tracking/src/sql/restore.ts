import type { Experiment, Metric, Run, Tag } from '@orrery/core';
import type { Database, Session } from '@orrery/database';
import { createExperiment, putTag } from './experiments.ts';
import { logInputs, logOutputs } from './inputs.ts';
import { logMetrics } from './metrics.ts';
import { logParams } from './params.ts';
import { createRun, findRun } from './runs.ts';

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
    const id = there?.experiment_id ?? (await insertExperiment(session, lost as Experiment));
    if (there && !renew) return String(id);
    if ('experimentId' in lost) {
      await session.run(
        `UPDATE experiments SET artifact_location = ?, creation_time = ?, last_update_time = ?
         WHERE experiment_id = ?`,
        [lost.artifactLocation, lost.creationTime, lost.lastUpdateTime, id],
      );
    }
    for (const tag of lost.tags) await putTag(session, id, tag);
    return String(id);
  });
}

/**
 * Makes a run that a database has lost, as it was, in one transaction.
 *
 * @param run its metrics come from `metrics`, which is called once an attempt
 * @returns whether it was not there already
 */
export function restoreRun(
  database: Database,
  run: Run,
  metrics: () => AsyncIterable<Metric[]>,
): Promise<boolean> {
  const { info } = run;
  return database.write(async (session) => {
    if (await session.get('SELECT 1 FROM runs WHERE run_uuid = ?', [info.runId])) return false;
    await createRun(session, { ...info, startTime: info.startTime ?? 0, runName: '', tags: run.tags });
    const row = await findRun(session, info.runId);
    if (run.params.length > 0) await logParams(session, info.runId, run.params);
    for await (const some of metrics()) await logMetrics(session, info.runId, some, Promise.resolve(row));
    await logInputs(session, row, run.datasetInputs, run.modelInputs);
    await logOutputs(session, info.runId, run.modelOutputs);
    await session.run(
      `UPDATE runs SET name = ?, status = ?, start_time = ?, end_time = ?, lifecycle_stage = ?,
         artifact_uri = COALESCE(NULLIF(?, ''), artifact_uri) WHERE run_uuid = ?`,
      [
        info.runName,
        info.status,
        info.startTime,
        info.endTime,
        info.lifecycleStage,
        info.artifactUri,
        info.runId,
      ],
    );
    return true;
  });
}

async function insertExperiment(session: Session, lost: Experiment): Promise<number> {
  const id = Number(lost.experimentId);
  const isTaken = await session.get('SELECT 1 FROM experiments WHERE experiment_id = CAST(? AS BIGINT)', [
    id,
  ]);
  if (isTaken) {
    return Number(await createExperiment(session, lost.name, lost.artifactLocation, '', []));
  }
  await session.run(
    `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [id, lost.name, lost.artifactLocation, lost.lifecycleStage, lost.creationTime, lost.lastUpdateTime],
  );
  if (session.dialect === 'postgres') {
    await session.get(
      `SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'),
         GREATEST((SELECT MAX(experiment_id) FROM experiments), 1))`,
    );
  }
  return id;
}
