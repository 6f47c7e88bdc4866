import type { Int64, RunInfo } from '@orrery/core';
import { mapInTurns, type Session } from '@orrery/database';
import type { RunColumnKind, RunKey, RunRecord, RunValue } from '../store.ts';
import { parseExperimentId } from '../validation.ts';
import { RUN_COLUMNS, type RunRow, storedDouble, toRunInfo } from './rows.ts';
import { idsParameter } from './run-data.ts';

const TABLES: Record<RunColumnKind, string> = { metrics: 'latest_metrics', params: 'params', tags: 'tags' };

const INFO_COLUMNS = RUN_COLUMNS.replace('artifact_uri', 'NULL AS artifact_uri');

/** Every run of an experiment, of both stages, the newest first, without what it logged and where its artifacts are. */
export async function runInfos(session: Session, experimentId: string): Promise<RunInfo[]> {
  const rows = await session.all<RunRow>(
    `SELECT ${INFO_COLUMNS} FROM runs WHERE experiment_id = ? ORDER BY start_time DESC NULLS LAST, run_uuid`,
    [parseExperimentId(experimentId)],
  );
  return mapInTurns(rows, toRunInfo);
}

/** A value, and when its run began. */
export type StartedValue = RunValue & { startTime: Int64 | null };

/** What the runs of an experiment hold under one name. */
export async function runValues(
  session: Session,
  experimentId: number,
  kind: RunColumnKind,
  key: string,
): Promise<RunValue[]> {
  const rows = await valueRows(session, experimentId, kind, key);
  return mapInTurns(rows, (row) => ({ runId: row.run_uuid, value: heldValue(row) }));
}

/**
 * The same, in order, those that hold the same as they are listed, and when each run began.
 *
 * @param runIds those of them that are asked for; all without them
 */
export async function startedValues(
  session: Session,
  experimentId: number,
  kind: RunColumnKind,
  key: string,
  runIds?: string[],
): Promise<StartedValue[]> {
  const started = ', (SELECT start_time FROM runs WHERE runs.run_uuid = held.run_uuid) AS start_time';
  const order = 'ORDER BY value, start_time DESC NULLS LAST, run_uuid';
  const rows = await valueRows(session, experimentId, kind, key, { more: started, order, runIds });
  return mapInTurns(rows, (row) => ({
    runId: row.run_uuid,
    value: heldValue(row),
    startTime: row.start_time ?? null,
  }));
}

interface ValueRow {
  run_uuid: string;
  value: number | string | null;
  is_nan?: number | boolean;
  start_time?: Int64 | null;
}

function valueRows(
  session: Session,
  experimentId: number,
  kind: RunColumnKind,
  key: string,
  { more = '', order = '', runIds }: { more?: string; order?: string; runIds?: string[] | undefined } = {},
): Promise<ValueRow[]> {
  const [among, ids] = runIds ? idsParameter(session, runIds) : [];
  const isNan = kind === 'metrics' ? ', is_nan' : '';
  // With the plus SQLite looks those runs up; it would go through all of the experiment, whose index has their ids.
  const ofRuns = among ? `+experiment_id = ? AND run_uuid ${among}` : 'experiment_id = ?';
  return session.all(
    `SELECT run_uuid, value${isNan}${more} FROM ${TABLES[kind]} AS held WHERE key = ?
       AND run_uuid IN (SELECT run_uuid FROM runs WHERE ${ofRuns}) ${order}`,
    ids === undefined ? [key, experimentId] : [key, experimentId, ids],
  );
}

function heldValue({ value, is_nan }: ValueRow): RunValue['value'] {
  return typeof value === 'number' ? storedDouble(value, is_nan) : (value ?? '');
}

/** How many runs an experiment has, of both stages; `most` where there are more. */
export async function countRuns(session: Session, experimentId: number, most: number): Promise<number> {
  const counted = await session.get<{ runs: number }>(
    'SELECT count(*) AS runs FROM (SELECT 1 FROM runs WHERE experiment_id = ? LIMIT ?) AS counted',
    [experimentId, most],
  );
  return Number(counted?.runs);
}

/** The names of the data sets that the runs of an experiment read, of a run in order with commas between them. */
export async function runDatasets(session: Session, experimentId: string): Promise<RunValue[]> {
  const rows = await session.all<{ run_uuid: string; name: string }>(
    `SELECT DISTINCT i.destination_id AS run_uuid, d.name FROM datasets AS d
       JOIN inputs AS i ON i.source_id = d.dataset_uuid AND i.source_type = 'DATASET' AND i.destination_type = 'RUN'
     WHERE d.experiment_id = ? ORDER BY d.name`,
    [parseExperimentId(experimentId)],
  );
  const byRun = Map.groupBy(rows, ({ run_uuid }) => run_uuid);
  return [...byRun].map(([runId, of]) => ({ runId, value: of.map(({ name }) => name).join(', ') }));
}

/**
 * What the runs of an experiment hold of a kind: a row a run, which takes a fraction of a row a value.
 *
 * @param keys under which names; all without them
 */
export async function runRecords(
  session: Session,
  experimentId: string,
  kind: RunColumnKind,
  keys?: string[],
): Promise<RunRecord[]> {
  const isSqlite = session.dialect === 'sqlite';
  const nan = isSqlite ? "'NaN'" : "'NaN'::float8";
  const value = kind === 'metrics' ? `CASE WHEN is_nan THEN ${nan} ELSE value END` : "COALESCE(value, '')";
  const record = isSqlite ? `json_group_object(key, ${value})` : `json_object_agg(key, ${value})::text`;
  const [among, named] = keys ? idsParameter(session, keys) : [];
  const rows = await session.all<{ run_uuid: string; record: string }>(
    `SELECT run_uuid, ${record} AS record FROM ${TABLES[kind]}
     WHERE run_uuid IN (SELECT run_uuid FROM runs WHERE experiment_id = ?) ${among ? `AND key ${among}` : ''}
     GROUP BY run_uuid`,
    [parseExperimentId(experimentId), ...(among ? [named] : [])],
  );
  return mapInTurns(rows, ({ run_uuid, record }) => {
    const values = JSON.parse(record) as RunRecord['values'];
    // JSON has no NaN.
    if (kind === 'metrics')
      for (const key in values) if (typeof values[key] === 'string') values[key] = Number.NaN;
    return { runId: run_uuid, values };
  });
}

/** Every name that runs of an experiment logged under, and how many of them did; the most used first. */
export async function runKeys(session: Session, experimentId: string): Promise<RunKey[]> {
  const id = parseExperimentId(experimentId);
  const found = await Promise.all(
    (Object.keys(TABLES) as RunColumnKind[]).map(async (kind) => {
      const rows = await session.all<{ key: string; runs: number | bigint }>(
        `SELECT key, count(*) AS runs FROM ${TABLES[kind]}
         WHERE run_uuid IN (SELECT run_uuid FROM runs WHERE experiment_id = ?) GROUP BY key ORDER BY 2 DESC, 1`,
        [id],
      );
      return rows.map(({ key, runs }) => ({ kind, key, runs: Number(runs) }));
    }),
  );
  return found.flat();
}
