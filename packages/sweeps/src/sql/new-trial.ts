import type { Session } from '@orrery/database';
import type { StoredTrial, TrialTemplate } from '../stored.ts';
import { lockStudy } from './studies.ts';
import { insertParams, putAttribute, putIntermediate, putValues } from './trial-data.ts';
import { nowMicros, storedMoment } from './values.ts';

/** Makes a trial with the next number. */
export async function createTrial(
  session: Session,
  studyId: number,
  template: Partial<TrialTemplate> = {},
): Promise<StoredTrial> {
  await lockStudy(session, studyId);
  const state = template.state ?? 'RUNNING';
  const usual = state === 'RUNNING' ? nowMicros() : null;
  const started = template.datetimeStart === undefined ? usual : template.datetimeStart;
  const completed = template.datetimeComplete ?? null;
  const number = await nextNumber(session, studyId);
  const row = await session.get<{ trial_id: number }>(
    `INSERT INTO trials (number, study_id, state, datetime_start, datetime_complete)
     VALUES (?, ?, ?, ?, ?) RETURNING trial_id`,
    [number, studyId, state, storedMoment(started), storedMoment(completed)],
  );
  const trial: StoredTrial = {
    trialId: row?.trial_id as number,
    studyId,
    number,
    state,
    values: template.values ?? null,
    params: template.params ?? [],
    intermediateValues: template.intermediateValues ?? new Map(),
    userAttrs: template.userAttrs ?? new Map(),
    systemAttrs: template.systemAttrs ?? new Map(),
    datetimeStart: started,
    datetimeComplete: completed,
  };
  await putValues(session, trial.trialId, trial.values ?? []);
  await insertParams(session, trial, trial.params);
  for (const [key, json] of trial.userAttrs) await putAttribute(session, 'user', trial.trialId, key, json);
  for (const [key, json] of trial.systemAttrs)
    await putAttribute(session, 'system', trial.trialId, key, json);
  for (const [step, value] of trial.intermediateValues)
    await putIntermediate(session, trial.trialId, step, value);
  return trial;
}

/** Trials of a study go up in number as they go up in id, and none is deleted alone. */
async function nextNumber(session: Session, studyId: number): Promise<number> {
  const last = await session.get<{ number: number }>(
    'SELECT number FROM trials WHERE study_id = ? ORDER BY trial_id DESC LIMIT 1',
    [studyId],
  );
  return last ? last.number + 1 : 0;
}
