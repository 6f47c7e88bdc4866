import { OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { checkCompatible } from '../compatible.ts';
import { readDistribution } from '../freeze.ts';
import { toJson } from '../python-json.ts';
import type { StoredParam } from '../stored.ts';
import { isFinished, type TrialState } from '../trial.ts';
import type { AttributeKind } from './studies.ts';
import { storedDouble } from './values.ts';

export interface TrialRow {
  trialId: number;
  studyId: number;
  state: TrialState;
}

/** A trial that may be changed; nobody else changes it until the transaction ends. */
export async function openTrial(session: Session, trialId: number): Promise<TrialRow> {
  const lock = session.dialect === 'postgres' ? ' FOR UPDATE' : '';
  const row = await session.get<{ study_id: number; state: TrialState; number: number }>(
    `SELECT study_id, state, number FROM trials WHERE trial_id = ?${lock}`,
    [trialId],
  );
  if (!row) throw noTrial(trialId);
  if (isFinished(row.state))
    throw new OrreryError('INVALID_STATE', `Trial ${row.number} is ${row.state} and cannot be changed.`);
  return { trialId, studyId: row.study_id, state: row.state };
}

/** Adds params; one that the trial has already stays as it is. */
export async function insertParams(
  session: Session,
  { trialId, studyId }: Pick<TrialRow, 'trialId' | 'studyId'>,
  params: readonly StoredParam[],
): Promise<void> {
  for (const { name, internal, distribution } of params) {
    const before = await firstDistribution(session, studyId, name);
    if (before !== null && before !== distribution)
      checkCompatible(name, readDistribution(before), readDistribution(distribution));
    await session.run(
      `INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)
       ON CONFLICT (trial_id, param_name) DO NOTHING`,
      [trialId, name, internal, distribution],
    );
  }
}

export async function putValues(session: Session, trialId: number, values: readonly number[]): Promise<void> {
  for (const [objective, value] of values.entries()) {
    await session.run(
      `INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)
       ON CONFLICT (trial_id, objective) DO UPDATE SET value = excluded.value, value_type = excluded.value_type`,
      [trialId, objective, ...storedDouble(value)],
    );
  }
}

export async function putIntermediate(
  session: Session,
  trialId: number,
  step: number,
  value: number,
): Promise<void> {
  await session.run(
    `INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type)
     VALUES (?, ?, ?, ?)
     ON CONFLICT (trial_id, step) DO UPDATE
     SET intermediate_value = excluded.intermediate_value,
         intermediate_value_type = excluded.intermediate_value_type`,
    [trialId, step, ...storedDouble(value)],
  );
}

export async function putAttribute(
  session: Session,
  kind: AttributeKind,
  trialId: number,
  key: string,
  json: string,
): Promise<void> {
  await session.run(
    `INSERT INTO trial_${kind}_attributes (trial_id, "key", value_json) VALUES (?, ?, ?)
     ON CONFLICT (trial_id, "key") DO UPDATE SET value_json = excluded.value_json`,
    [trialId, key, json],
  );
}

export function storedParam(name: string, internal: number, distribution: unknown): StoredParam {
  return { name, internal, distribution: toJson(distribution) };
}

export function noTrial(trialId: number): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `No trial with id ${trialId}.`);
}

export function noTrialNumber(studyId: number, number: number): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', `No trial with number ${number} in study ${studyId}.`);
}

/** The distribution that a trial of the study had for this parameter first. */
async function firstDistribution(session: Session, studyId: number, name: string): Promise<string | null> {
  const row = await session.get<{ distribution_json: string }>(
    `SELECT p.distribution_json FROM trials AS t JOIN trial_params AS p ON p.trial_id = t.trial_id
     WHERE t.study_id = ? AND p.param_name = ? ORDER BY t.trial_id LIMIT 1`,
    [studyId, name],
  );
  return row?.distribution_json ?? null;
}
