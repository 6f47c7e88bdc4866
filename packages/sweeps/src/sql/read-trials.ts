import { setImmediate } from 'node:timers/promises';
import type { Session } from '@orrery/database';
import type { StoredTrial } from '../stored.ts';
import type { TrialState } from '../trial.ts';
import { readDouble, readMoment } from './values.ts';

interface TrialRow {
  trial_id: number;
  study_id: number;
  number: number;
  state: TrialState;
  started: string | null;
  completed: string | null;
}

/** A condition on the table `trials AS t`. */
export interface TrialScope {
  where: string;
  params: readonly number[];
}

const MAX_LISTED = 500;
/** So many are read before others get their turn. */
const PAGE = 500;

/** The trials with these ids, and where `after` is given those of the study with a higher one. */
export async function readTrialsAmong(
  session: Session,
  studyId: number,
  ids: readonly number[],
  after: number | null,
): Promise<StoredTrial[]> {
  const found: StoredTrial[] = [];
  for (let start = 0; start < ids.length; start += MAX_LISTED) {
    const some = ids.slice(start, start + MAX_LISTED);
    found.push(...(await readTrials(session, { where: amongClause(some.length), params: padded(some) })));
  }
  if (after !== null) await readAfter(session, studyId, after, found);
  return found.filter((trial) => trial.studyId === studyId);
}

/** The trials of a study with a higher id, page by page: ten thousand at once would hold up all other work. */
async function readAfter(
  session: Session,
  studyId: number,
  after: number,
  into: StoredTrial[],
): Promise<void> {
  for (let last = after; ; await setImmediate()) {
    const where = 't.study_id = ? AND t.trial_id > ?';
    const rows = await readRows(session, { where, params: [studyId, last] }, `LIMIT ${PAGE}`);
    const end = rows.at(-1)?.trial_id;
    if (end === undefined) return;
    const page = { where: `${where} AND t.trial_id <= ?`, params: [studyId, last, end] };
    for (const trial of await readParts(session, rows, page)) into.push(trial);
    if (rows.length < PAGE) return;
    last = end;
  }
}

/** Reads trials with all that belongs to them, in order of id: six queries, however many trials. */
export async function readTrials(session: Session, scope: TrialScope): Promise<StoredTrial[]> {
  return readParts(session, await readRows(session, scope), scope);
}

function readRows(session: Session, { where, params }: TrialScope, limit = ''): Promise<TrialRow[]> {
  return session.all<TrialRow>(
    `SELECT t.trial_id, t.study_id, t.number, t.state, CAST(t.datetime_start AS TEXT) AS started,
       CAST(t.datetime_complete AS TEXT) AS completed
     FROM trials AS t WHERE ${where} ORDER BY t.trial_id ${limit}`,
    params,
  );
}

/** The trials of these rows, which are all in the scope. */
async function readParts(
  session: Session,
  rows: readonly TrialRow[],
  { where, params }: TrialScope,
): Promise<StoredTrial[]> {
  if (rows.length === 0) return [];
  const trials = new Map(rows.map((row) => [row.trial_id, emptyTrial(row)]));
  const each = async <T>(
    columns: string,
    table: string,
    order: string,
    take: (trial: StoredTrial, row: T) => void,
  ) => {
    const sql = `SELECT x.trial_id, ${columns} FROM ${table} AS x JOIN trials AS t ON t.trial_id = x.trial_id
      WHERE ${where} ORDER BY t.trial_id, ${order}`;
    for (const row of await session.all<T & { trial_id: number }>(sql, params)) {
      const trial = trials.get(row.trial_id);
      if (trial) take(trial, row);
    }
  };
  const attributes = (kind: 'user' | 'system') =>
    each<{ key: string; value_json: string }>(
      'x."key", x.value_json',
      `trial_${kind}_attributes`,
      `x.trial_${kind}_attribute_id`,
      (trial, row) => trial[`${kind}Attrs`].set(row.key, row.value_json),
    );
  await Promise.all([
    each<{ param_name: string; param_value: number; distribution_json: string }>(
      'x.param_name, x.param_value, x.distribution_json',
      'trial_params',
      'x.param_id',
      (trial, { param_name, param_value, distribution_json }) =>
        trial.params.push({
          name: param_name,
          internal: Number(param_value),
          distribution: shared(distribution_json),
        }),
    ),
    each<{ value: number | null; value_type: string }>(
      'x.value, x.value_type',
      'trial_values',
      'x.objective',
      (trial, row) => {
        trial.values ??= [];
        trial.values.push(readDouble(row.value, row.value_type));
      },
    ),
    each<{ step: number; intermediate_value: number | null; intermediate_value_type: string }>(
      'x.step, x.intermediate_value, x.intermediate_value_type',
      'trial_intermediate_values',
      'x.step',
      (trial, { step, intermediate_value, intermediate_value_type }) =>
        trial.intermediateValues.set(Number(step), readDouble(intermediate_value, intermediate_value_type)),
    ),
    attributes('user'),
    attributes('system'),
  ]);
  return [...trials.values()];
}

const MAX_TEXTS = 10_000;
const texts = new Map<string, string>();

/** One string for all that are equal: the trials of a study have few distributions. */
function shared(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= MAX_TEXTS) texts.clear();
  texts.set(text, text);
  return text;
}

/** Lists of a few lengths, so that few statements are prepared. */
function amongClause(count: number): string {
  return `t.trial_id IN (${Array(roundedUp(count)).fill('?').join(', ')})`;
}

function padded(ids: readonly number[]): number[] {
  const last = ids.at(-1) as number;
  return [...ids, ...Array(roundedUp(ids.length) - ids.length).fill(last)];
}

function roundedUp(count: number): number {
  return Math.min(2 ** Math.ceil(Math.log2(count)), MAX_LISTED);
}

function emptyTrial(row: TrialRow): StoredTrial {
  return {
    trialId: row.trial_id,
    studyId: row.study_id,
    number: row.number,
    state: row.state,
    values: null,
    params: [],
    intermediateValues: new Map(),
    userAttrs: new Map(),
    systemAttrs: new Map(),
    datetimeStart: readMoment(row.started),
    datetimeComplete: readMoment(row.completed),
  };
}
