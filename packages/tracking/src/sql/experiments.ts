import { type Experiment, invalid, OrreryError, type Tag } from '@orrery/core';
import type { Session } from '@orrery/database';
import { absoluteLocation, appendToLocation } from '../artifact-location.ts';
import { parseExperimentId } from '../validation.ts';
import { EXPERIMENT_COLUMNS, type ExperimentRow, toExperiment } from './rows.ts';

export async function createExperiment(
  session: Session,
  name: string,
  artifactLocation: string,
  artifactRoot: string,
  tags: Tag[],
): Promise<string> {
  if (await session.get('SELECT 1 FROM experiments WHERE name = ?', [name])) {
    throw new OrreryError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
  }
  const now = Date.now();
  const row = await session.get<{ experiment_id: number }>(
    `INSERT INTO experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time)
     VALUES (?, ?, 'active', ?, ?) RETURNING experiment_id`,
    [name, absoluteLocation(artifactLocation), now, now],
  );
  const id = row?.experiment_id as number;
  if (!artifactLocation) {
    const location = appendToLocation(artifactRoot, String(id));
    await session.run('UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?', [location, id]);
  }
  for (const tag of tags) await putTag(session, id, tag);
  return String(id);
}

/** @param stages the lifecycle stages to look among */
export async function findExperiment(
  session: Session,
  experimentId: string,
  stages: ('active' | 'deleted')[] = ['active', 'deleted'],
): Promise<ExperimentRow> {
  const id = parseExperimentId(experimentId || '0');
  const row = Number.isSafeInteger(id)
    ? await session.get<ExperimentRow>(
        `SELECT ${EXPERIMENT_COLUMNS} FROM experiments WHERE experiment_id = CAST(? AS BIGINT)`,
        [id],
      )
    : undefined;
  if (row && stages.includes(row.lifecycle_stage)) return row;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`);
}

export async function getExperiment(session: Session, experimentId: string): Promise<Experiment> {
  const row = await findExperiment(session, experimentId);
  return toExperiment(row, await experimentTags(session, row.experiment_id));
}

export async function getExperimentByName(session: Session, name: string): Promise<Experiment> {
  const row = await session.get<ExperimentRow>(
    `SELECT ${EXPERIMENT_COLUMNS} FROM experiments WHERE name = ?`,
    [name],
  );
  if (row) return toExperiment(row, await experimentTags(session, row.experiment_id));
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`);
}

export async function renameExperiment(session: Session, experimentId: string, name: string): Promise<void> {
  const row = await findExperiment(session, experimentId);
  if (row.lifecycle_stage !== 'active') {
    throw new OrreryError('INVALID_STATE', 'Cannot rename a non-active experiment.');
  }
  const taken = await session.get('SELECT 1 FROM experiments WHERE name = ? AND experiment_id <> ?', [
    name,
    row.experiment_id,
  ]);
  if (taken) {
    throw new OrreryError(
      'BAD_REQUEST',
      `Another experiment is already named '${name}'. Choose another name.`,
    );
  }
  await session.run('UPDATE experiments SET name = ?, last_update_time = ? WHERE experiment_id = ?', [
    name,
    Date.now(),
    row.experiment_id,
  ]);
}

/** Deletes or restores an experiment together with its runs. */
export async function moveExperiment(
  session: Session,
  experimentId: string,
  stage: 'active' | 'deleted',
): Promise<void> {
  const row = await findExperiment(session, experimentId, [stage === 'deleted' ? 'active' : 'deleted']);
  const now = Date.now();
  await session.run(
    'UPDATE experiments SET lifecycle_stage = ?, last_update_time = ? WHERE experiment_id = ?',
    [stage, now, row.experiment_id],
  );
  await session.run('UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE experiment_id = ?', [
    stage,
    stage === 'deleted' ? now : null,
    row.experiment_id,
  ]);
}

export async function setExperimentTag(session: Session, experimentId: string, tag: Tag): Promise<void> {
  const row = await findActive(session, experimentId);
  await putTag(session, row.experiment_id, tag);
}

export async function deleteExperimentTag(
  session: Session,
  experimentId: string,
  key: string,
): Promise<void> {
  const row = await findActive(session, experimentId);
  const removed = await session.run('DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?', [
    row.experiment_id,
    key,
  ]);
  if (removed > 0) return;
  throw new OrreryError(
    'RESOURCE_DOES_NOT_EXIST',
    `No tag with name: ${key} in experiment with id ${experimentId}`,
  );
}

/** The experiment, which must not be deleted. */
export async function findActive(session: Session, experimentId: string): Promise<ExperimentRow> {
  const row = await findExperiment(session, experimentId);
  if (row.lifecycle_stage === 'active') return row;
  throw invalid(
    `The experiment ${row.experiment_id} must be in the 'active' state. Current state is ${row.lifecycle_stage}.`,
  );
}

function experimentTags(session: Session, id: number): Promise<Tag[]> {
  return session.all<Tag>('SELECT key, value FROM experiment_tags WHERE experiment_id = ? ORDER BY key', [
    id,
  ]);
}

export async function putTag(session: Session, id: number, tag: Tag): Promise<void> {
  await session.run(
    `INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)
     ON CONFLICT (key, experiment_id) DO UPDATE SET value = excluded.value`,
    [id, tag.key, tag.value],
  );
}
