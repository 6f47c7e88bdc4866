import { FOLDER_TAG } from '@orrery/core';
import type { Database } from '@orrery/database';

/** Signs in the records that something went wrong with how they were made. */

const MOST = 1000;

/**
 * Runs that began while a job ran, in its experiment, and that no orchestrator made: the job may have opened a run of its
 * own beside the one that was opened for it.
 */
export function secondRuns(database: Database): Promise<{ runId: string; job: string }[]> {
  return database.read((session) =>
    session.all(
      `SELECT other.run_uuid AS "runId", job.run_uuid AS job
       FROM tags AS folder JOIN runs AS job ON job.run_uuid = folder.run_uuid
       JOIN runs AS other ON other.experiment_id = job.experiment_id AND other.user_id = job.user_id
         AND other.start_time > job.start_time AND other.start_time < job.end_time
       WHERE folder.key = ? AND other.lifecycle_stage = 'active'
         AND NOT EXISTS (SELECT 1 FROM tags AS t WHERE t.run_uuid = other.run_uuid
           AND (t.key LIKE 'orrery.%' OR t.key = 'mlflow.parentRunId'))
       LIMIT ?`,
      [FOLDER_TAG, MOST],
    ),
  );
}

/** The names of the studies that sweeps recorded. */
export async function studiesOfRuns(database: Database): Promise<string[]> {
  const rows = await database.read((session) =>
    session.all<{ name: string }>(
      `SELECT DISTINCT t.value AS name FROM tags AS t JOIN runs AS r ON r.run_uuid = t.run_uuid
       WHERE t.key = 'orrery.study_name' AND r.lifecycle_stage = 'active'`,
    ),
  );
  return rows.map(({ name }) => name);
}

/** The names of experiments that have runs which ended, and not one metric. */
export async function experimentsWithoutMetrics(database: Database): Promise<string[]> {
  const rows = await database.read((session) =>
    session.all<{ name: string }>(
      `SELECT e.name FROM experiments AS e WHERE e.lifecycle_stage = 'active'
         AND EXISTS (SELECT 1 FROM runs AS r WHERE r.experiment_id = e.experiment_id AND r.lifecycle_stage = 'active'
           AND r.status <> 'RUNNING')
         AND NOT EXISTS (SELECT 1 FROM runs AS r JOIN latest_metrics AS m ON m.run_uuid = r.run_uuid
           WHERE r.experiment_id = e.experiment_id)`,
    ),
  );
  return rows.map(({ name }) => name);
}

/** Active experiments whose primary metric no run has logged, though runs logged others. */
export async function experimentsWithoutPrimary(
  database: Database,
): Promise<{ name: string; metric: string }[]> {
  return database.read((session) =>
    session.all<{ name: string; metric: string }>(
      `SELECT e.name, t.value AS metric FROM experiments AS e
       JOIN experiment_tags AS t ON t.experiment_id = e.experiment_id AND t.key = 'orrery.primary_metric'
       WHERE e.lifecycle_stage = 'active'
         AND EXISTS (SELECT 1 FROM runs AS r JOIN latest_metrics AS m ON m.run_uuid = r.run_uuid
           WHERE r.experiment_id = e.experiment_id AND m.key NOT LIKE 'system/%')
         AND NOT EXISTS (SELECT 1 FROM runs AS r JOIN latest_metrics AS m ON m.run_uuid = r.run_uuid
           WHERE r.experiment_id = e.experiment_id AND m.key = t.value)`,
    ),
  );
}
