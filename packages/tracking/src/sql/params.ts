import { invalid, type Param } from '@orrery/core';
import type { Insert, Session } from '@orrery/database';
import { pythonRepr } from '../python-repr.ts';
import { idsParameter } from './run-data.ts';

const PARAMS: Insert = {
  table: 'params',
  columns: { run_uuid: 'text', key: 'text', value: 'text' },
  conflict: 'ON CONFLICT DO NOTHING',
};

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

/** Adds params of different keys, and resolves to those that are there with another value. */
async function insertParams(
  session: Session,
  runId: string,
  params: Param[],
): Promise<{ param: Param; old: string }[]> {
  const rows = params.map(({ key, value }) => [runId, key, value]);
  if ((await session.insert(PARAMS, rows)) === rows.length) return [];
  const [among, keys] = idsParameter(
    session,
    params.map(({ key }) => key),
  );
  const stored = await session.all<Param>(
    `SELECT key, value FROM params WHERE run_uuid = ? AND key ${among}`,
    [runId, keys],
  );
  const values = new Map(stored.map(({ key, value }) => [key, value]));
  return params.flatMap((param) => {
    const old = values.get(param.key) ?? param.value;
    return old === param.value ? [] : [{ param, old }];
  });
}
