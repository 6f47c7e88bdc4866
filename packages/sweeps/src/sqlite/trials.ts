import type { DatabaseSync } from 'node:sqlite';
import { type Distribution, toExternal } from '../distribution.ts';
import { parsePythonJson } from '../json.ts';
import type { FrozenTrial, TrialState } from '../trial.ts';
import { readDate, readDouble } from './values.ts';

interface TrialRow {
  trial_id: number;
  number: number;
  state: TrialState;
  datetime_start: string | null;
  datetime_complete: string | null;
}

/** Which trials to read: a condition on the table `trials AS t` with one parameter. */
export interface TrialScope {
  where: 't.study_id = ?' | 't.trial_id = ?';
  id: number;
}

/** Reads trials with all that belongs to them, in order of number: six queries, however many trials. */
export function readTrials(db: DatabaseSync, { where, id }: TrialScope): FrozenTrial[] {
  const rows = db
    .prepare(
      `SELECT t.trial_id, t.number, t.state, t.datetime_start, t.datetime_complete FROM trials AS t
       WHERE ${where} ORDER BY t.number`,
    )
    .all(id) as unknown as TrialRow[];
  const trials = new Map(rows.map((row) => [row.trial_id, emptyTrial(row)]));
  const each = <T>(
    columns: string,
    table: string,
    order: string,
    take: (trial: FrozenTrial, row: T) => void,
  ) => {
    const sql = `SELECT x.trial_id, ${columns} FROM ${table} AS x JOIN trials AS t ON t.trial_id = x.trial_id
      WHERE ${where} ORDER BY ${order}`;
    for (const row of db.prepare(sql).all(id) as unknown as (T & { trial_id: number })[]) {
      const trial = trials.get(row.trial_id);
      if (trial) take(trial, row);
    }
  };

  const distributions = new Map<string, Distribution>();
  each<{ param_name: string; param_value: number; distribution_json: string }>(
    'x.param_name, x.param_value, x.distribution_json',
    'trial_params',
    'x.param_id',
    (trial, row) => {
      let distribution = distributions.get(row.distribution_json);
      if (!distribution) {
        distribution = parsePythonJson(row.distribution_json) as Distribution;
        distributions.set(row.distribution_json, distribution);
      }
      trial.distributions[row.param_name] = distribution;
      trial.params[row.param_name] = toExternal(distribution, row.param_value);
    },
  );
  each<{ value: number | null; value_type: string }>(
    'x.value, x.value_type',
    'trial_values',
    'x.objective',
    (trial, row) => {
      trial.values ??= [];
      trial.values.push(readDouble(row.value, row.value_type));
    },
  );
  each<{ step: number; intermediate_value: number | null; intermediate_value_type: string }>(
    'x.step, x.intermediate_value, x.intermediate_value_type',
    'trial_intermediate_values',
    'x.step',
    (trial, row) => {
      trial.intermediateValues.set(row.step, readDouble(row.intermediate_value, row.intermediate_value_type));
    },
  );
  for (const kind of ['user', 'system'] as const) {
    each<{ key: string; value_json: string }>(
      'x."key", x.value_json',
      `trial_${kind}_attributes`,
      `x.trial_${kind}_attribute_id`,
      (trial, row) => {
        trial[`${kind}Attrs`][row.key] = parsePythonJson(row.value_json);
      },
    );
  }
  return [...trials.values()];
}

function emptyTrial(row: TrialRow): FrozenTrial {
  return {
    trialId: row.trial_id,
    number: row.number,
    state: row.state,
    values: null,
    params: {},
    distributions: {},
    intermediateValues: new Map(),
    userAttrs: {},
    systemAttrs: {},
    datetimeStart: readDate(row.datetime_start),
    datetimeComplete: readDate(row.datetime_complete),
  };
}
