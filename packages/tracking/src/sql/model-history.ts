import type { Session } from '@orrery/database';
import { pythonDumps } from '../python-repr.ts';
import { checkTag } from '../validation.ts';
import { putTags } from './tags.ts';

const HISTORY_TAG = 'mlflow.log-model.history';

/** Adds a model's entry to the run's tag of the models that it logged, a JSON list. */
export async function recordModel(session: Session, runId: string, entry: object): Promise<void> {
  const lock = session.dialect === 'postgres' ? 'FOR UPDATE' : '';
  await session.get(`SELECT run_uuid FROM runs WHERE run_uuid = ? ${lock}`, [runId]);
  const row = await session.get<{ value: string }>('SELECT value FROM tags WHERE run_uuid = ? AND key = ?', [
    runId,
    HISTORY_TAG,
  ]);
  const entries = row ? (JSON.parse(row.value) as object[]) : [];
  const tag = { key: HISTORY_TAG, value: pythonDumps([...entries, entry]) };
  checkTag(tag, '');
  await putTags(session, runId, [tag]);
}
