import { invalid, type Param } from '@orrery/core';
import type { Session } from '@orrery/database';
import { pythonRepr } from '../python-repr.ts';

/** Logs one param; the same value again is fine, another one is an error. */
export async function logParam(session: Session, runId: string, param: Param): Promise<void> {
  const [clash] = await insertParams(session, runId, [param]);
  if (!clash) return;
  throw invalid(
    `Changing param values is not allowed. Param with key='${param.key}' was already logged with ` +
      `value='${clash.old}' for run ID='${runId}'. Attempted logging new value '${param.value}'.`,
  );
}

/** Logs params of a batch; all clashes are named in one error. */
export async function logParams(session: Session, runId: string, params: Param[]): Promise<void> {
  const clashes = await insertParams(session, runId, params);
  if (clashes.length === 0) return;
  const shown = clashes.map(
    ({ param, old }) =>
      `{'key': ${pythonRepr(param.key)}, 'old_value': ${pythonRepr(old)}, 'new_value': ${pythonRepr(param.value)}}`,
  );
  throw invalid(
    `Changing param values is not allowed. Params were already logged='[${shown.join(', ')}]' for run ID='${runId}'.`,
  );
}

async function insertParams(
  session: Session,
  runId: string,
  params: Param[],
): Promise<{ param: Param; old: string }[]> {
  const clashes: { param: Param; old: string }[] = [];
  for (const param of params) {
    const added = await session.run(
      'INSERT INTO params (run_uuid, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      [runId, param.key, param.value],
    );
    if (added > 0) continue;
    const row = await session.get<{ value: string }>(
      'SELECT value FROM params WHERE run_uuid = ? AND key = ?',
      [runId, param.key],
    );
    if (row && row.value !== param.value) clashes.push({ param, old: row.value });
  }
  return clashes;
}
