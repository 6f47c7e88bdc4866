import { invalid, newRunId, OrreryError, type Run, type RunInfo, type Tag } from '@orrery/core';
import type { Session } from '@orrery/database';
import { appendToLocation } from '../artifact-location.ts';
import { inventRunName } from '../run-name.ts';
import type { NewRun, RunChange } from '../store.ts';
import { findActive } from './experiments.ts';
import { type ActiveRun, RUN_COLUMNS, type RunRow, toRunInfo } from './rows.ts';
import type { RunCache } from './run-cache.ts';
import { idsParameter, loadRuns, runWith } from './run-data.ts';
import { putTags } from './tags.ts';
import { together } from './together.ts';

const RUN_NAME_TAG = 'mlflow.runName';

export async function createRun(session: Session, run: NewRun): Promise<Run> {
  if (run.experimentId === '') {
    throw new OrreryError('BAD_REQUEST', 'A run needs an experiment: give its experiment_id.');
  }
  const experiment = await findActive(session, run.experimentId);
  const nameTag = run.tags.find((tag) => tag.key === RUN_NAME_TAG)?.value;
  if (run.runName && nameTag && run.runName !== nameTag) {
    throw invalid(
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values " +
        `(run_name='${run.runName}', mlflow.runName='${nameTag}').`,
    );
  }
  const repeated = repeatedKeys(run.tags);
  if (repeated.length > 0)
    throw new OrreryError('BAD_REQUEST', `Tag keys are given twice: ${repeated.join(', ')}.`);
  if (run.runId && (await session.get('SELECT 1 FROM runs WHERE run_uuid = ?', [run.runId]))) {
    return getRun(session, run.runId);
  }
  const name = run.runName || nameTag || inventRunName();
  const runId = run.runId ?? newRunId();
  const row: RunRow = {
    run_uuid: runId,
    name,
    experiment_id: experiment.experiment_id,
    user_id: run.userId,
    status: 'RUNNING',
    start_time: run.startTime,
    end_time: null,
    artifact_uri: appendToLocation(experiment.artifact_location, `${runId}/artifacts`),
    lifecycle_stage: 'active',
  };
  const named = { key: RUN_NAME_TAG, value: name };
  const tags = [...run.tags.filter(({ key }) => key !== RUN_NAME_TAG), named];
  await together(insertRun(session, row), putTags(session, runId, tags));
  return runWith(row, tags);
}

function insertRun(session: Session, row: RunRow): Promise<number> {
  return session.run(
    `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
       end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time)
     VALUES (?, ?, 'UNKNOWN', '', '', ?, 'RUNNING', ?, NULL, '', 'active', ?, ?, NULL)`,
    [row.run_uuid, row.name, row.user_id, row.start_time, row.artifact_uri, row.experiment_id],
  );
}

export async function getRun(session: Session, runId: string, cache: RunCache | null = null): Promise<Run> {
  const [run] = await loadRuns(session, [await findRun(session, runId)], cache);
  return run as Run;
}

/** Those that are there, in the order asked for. */
export async function getRuns(
  session: Session,
  runIds: readonly string[],
  cache: RunCache | null,
): Promise<Run[]> {
  const [among, ids] = idsParameter(session, [...runIds]);
  const rows = await session.all<RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_uuid ${among}`, [ids]);
  const byId = new Map(rows.map((row) => [row.run_uuid, row]));
  return loadRuns(
    session,
    [...new Set(runIds)].flatMap((id) => byId.get(id) ?? []),
    cache,
  );
}

export async function findRun(session: Session, runId: string): Promise<RunRow> {
  const row = await session.get<RunRow>(`SELECT ${RUN_COLUMNS} FROM runs WHERE run_uuid = ?`, [runId]);
  if (row) return row;
  throw notFound(runId);
}

/** The run, which must not be deleted, with as little of it as is asked for at each write. */
export async function findActiveRun(session: Session, runId: string): Promise<ActiveRun> {
  const row = await session.get<ActiveRun & Pick<RunRow, 'lifecycle_stage'>>(
    'SELECT run_uuid, experiment_id, lifecycle_stage FROM runs WHERE run_uuid = ?',
    [runId],
  );
  if (!row) throw notFound(runId);
  if (row.lifecycle_stage === 'active') return row;
  throw invalid(`The run ${runId} must be in the 'active' state. Current state is ${row.lifecycle_stage}.`);
}

function notFound(runId: string): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `Run with id=${runId} not found`);
}

export async function updateRun(session: Session, runId: string, change: RunChange): Promise<RunInfo> {
  await findActiveRun(session, runId);
  await session.run(
    `UPDATE runs SET status = COALESCE(?, status), end_time = COALESCE(?, end_time), name = COALESCE(?, name)
     WHERE run_uuid = ?`,
    [change.status ?? null, change.endTime ?? null, change.runName || null, runId],
  );
  if (change.runName) await putTags(session, runId, [{ key: RUN_NAME_TAG, value: change.runName }]);
  return toRunInfo(await findRun(session, runId));
}

/** Deletes or restores a run. */
export async function moveRun(session: Session, runId: string, stage: 'active' | 'deleted'): Promise<RunRow> {
  const row = await findRun(session, runId);
  await session.run('UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE run_uuid = ?', [
    stage,
    stage === 'deleted' ? Date.now() : null,
    runId,
  ]);
  return row;
}

function repeatedKeys(tags: Tag[]): string[] {
  const keys = tags.map(({ key }) => key);
  return keys.filter((key, index) => keys.indexOf(key) < index);
}
