import { randomUUID } from 'node:crypto';
import { OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { toJson } from '../python-json.ts';
import type { StoredStudy } from '../stored.ts';
import type { Direction } from '../trial.ts';

export type AttributeKind = 'user' | 'system';

/** Tables that hold something of a trial. */
const OF_TRIALS = [
  'trial_params',
  'trial_values',
  'trial_intermediate_values',
  'trial_user_attributes',
  'trial_system_attributes',
  'trial_heartbeats',
];
const OF_STUDIES = [
  'trials',
  'study_directions',
  'study_user_attributes',
  'study_system_attributes',
  'studies',
];

export async function createStudy(
  session: Session,
  name: string | null,
  directions: Direction[],
): Promise<StoredStudy> {
  const taken = name !== null && (await findStudyId(session, name)) !== null;
  if (taken) throw nameTaken(name);
  const made = name ?? `no-name-${randomUUID()}`;
  const row = await session.get<{ study_id: number }>(
    'INSERT INTO studies (study_name) VALUES (?) RETURNING study_id',
    [made],
  );
  const studyId = row?.study_id as number;
  for (const [objective, direction] of directions.entries()) {
    await session.run('INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)', [
      direction.toUpperCase(),
      studyId,
      objective,
    ]);
  }
  return { studyId, name: made, directions, userAttrs: new Map(), systemAttrs: new Map() };
}

export async function findStudyId(session: Session, name: string): Promise<number | null> {
  const row = await session.get<{ study_id: number }>('SELECT study_id FROM studies WHERE study_name = ?', [
    name,
  ]);
  return row?.study_id ?? null;
}

/** All studies in order of id, or one. */
export async function readStudies(session: Session, studyId?: number): Promise<StoredStudy[]> {
  const [where, params] = studyId === undefined ? ['', []] : [' WHERE study_id = ?', [studyId]];
  const [rows, directions, user, system] = await Promise.all([
    session.all<{ study_id: number; study_name: string }>(
      `SELECT study_id, study_name FROM studies${where} ORDER BY study_id`,
      params,
    ),
    session.all<{ study_id: number; direction: string }>(
      `SELECT study_id, direction FROM study_directions${where} ORDER BY objective`,
      params,
    ),
    ...(['user', 'system'] as const).map((kind) =>
      session.all<{ study_id: number; key: string; value_json: string }>(
        `SELECT study_id, "key", value_json FROM study_${kind}_attributes${where} ORDER BY study_${kind}_attribute_id`,
        params,
      ),
    ),
  ]);
  const studies = new Map<number, StoredStudy>();
  for (const { study_id, study_name } of rows) {
    const empty = { directions: [], userAttrs: new Map(), systemAttrs: new Map() };
    studies.set(study_id, { studyId: study_id, name: study_name, ...empty });
  }
  for (const { study_id, direction } of directions)
    studies.get(study_id)?.directions.push(direction === 'MAXIMIZE' ? 'maximize' : 'minimize');
  for (const { study_id, key, value_json } of user ?? [])
    studies.get(study_id)?.userAttrs.set(key, value_json);
  for (const { study_id, key, value_json } of system ?? [])
    studies.get(study_id)?.systemAttrs.set(key, value_json);
  return [...studies.values()];
}

export async function getStudy(session: Session, studyId: number): Promise<StoredStudy> {
  const [study] = await readStudies(session, studyId);
  if (!study) throw noStudy(studyId);
  return study;
}

/** Makes sure that the study is there, and in PostgreSQL that nobody else makes a trial of it meanwhile. */
export async function lockStudy(session: Session, studyId: number): Promise<void> {
  const lock = session.dialect === 'postgres' ? ' FOR UPDATE' : '';
  const row = await session.get(`SELECT study_id FROM studies WHERE study_id = ?${lock}`, [studyId]);
  if (!row) throw noStudy(studyId);
}

export async function renameStudy(session: Session, studyId: number, name: string): Promise<void> {
  const holder = await findStudyId(session, name);
  if (holder !== null && holder !== studyId) throw nameTaken(name);
  if ((await session.run('UPDATE studies SET study_name = ? WHERE study_id = ?', [name, studyId])) === 0)
    throw noStudy(studyId);
}

export async function deleteStudy(session: Session, studyId: number): Promise<void> {
  await lockStudy(session, studyId);
  for (const table of OF_TRIALS) {
    const trials = 'SELECT trial_id FROM trials WHERE study_id = ?';
    await session.run(`DELETE FROM ${table} WHERE trial_id IN (${trials})`, [studyId]);
  }
  for (const table of OF_STUDIES) await session.run(`DELETE FROM ${table} WHERE study_id = ?`, [studyId]);
}

export async function setStudyAttribute(
  session: Session,
  kind: AttributeKind,
  studyId: number,
  key: string,
  value: unknown,
): Promise<void> {
  if (!(await session.get('SELECT study_id FROM studies WHERE study_id = ?', [studyId])))
    throw noStudy(studyId);
  await session.run(
    `INSERT INTO study_${kind}_attributes (study_id, "key", value_json) VALUES (?, ?, ?)
     ON CONFLICT (study_id, "key") DO UPDATE SET value_json = excluded.value_json`,
    [studyId, key, toJson(value)],
  );
}

export function noStudy(studyId: number): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `No study with id ${studyId}.`);
}

export function noStudyNamed(name: string): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `No study is named '${name}'.`);
}

function nameTaken(name: string): OrreryError {
  return new OrreryError('RESOURCE_ALREADY_EXISTS', `A study named '${name}' exists already.`);
}
