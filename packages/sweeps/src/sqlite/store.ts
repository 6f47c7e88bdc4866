import type { DatabaseSync } from 'node:sqlite';
import { OrreryError } from '@orrery/core';
import type { Distribution } from '../distribution.ts';
import { parsePythonJson } from '../json.ts';
import type { StudyRecord, StudyStore, StudySummary } from '../store.ts';
import type { Attributes, Direction, FrozenTrial, TrialState } from '../trial.ts';
import { openStudyDatabase } from './open.ts';
import { readTrials } from './trials.ts';
import { readDate, storedDate, storedDouble } from './values.ts';

type Params = (string | number | null)[];

/** Opens `path` as a study store; the file may be Optuna's, and may be used by others at the same time. */
export function openStudyStore(path: string): StudyStore {
  return new SqliteStudyStore(path);
}

class SqliteStudyStore implements StudyStore {
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.#db = openStudyDatabase(path);
  }

  createStudy(name: string, directions: Direction[]): StudyRecord {
    return this.#write(() => {
      if (this.findStudy(name)) {
        throw new OrreryError('RESOURCE_ALREADY_EXISTS', `A study named '${name}' exists already.`);
      }
      const id = this.#insert('INSERT INTO studies (study_name) VALUES (?)', [name]);
      directions.forEach((direction, objective) => {
        this.#insert('INSERT INTO study_directions (direction, study_id, objective) VALUES (?, ?, ?)', [
          direction.toUpperCase(),
          id,
          objective,
        ]);
      });
      return this.getStudy(id);
    });
  }

  findStudy(name: string): StudyRecord | null {
    const row = this.#all<{ study_id: number }>('SELECT study_id FROM studies WHERE study_name = ?', [
      name,
    ])[0];
    return row ? this.getStudy(row.study_id) : null;
  }

  getStudy(studyId: number): StudyRecord {
    const [row] = this.#all<{ study_name: string }>('SELECT study_name FROM studies WHERE study_id = ?', [
      studyId,
    ]);
    if (!row) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No study with id ${studyId}.`);
    const directions = this.#all<{ direction: string }>(
      'SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective',
      [studyId],
    );
    return {
      studyId,
      name: row.study_name,
      directions: directions.map(({ direction }) => (direction === 'MAXIMIZE' ? 'maximize' : 'minimize')),
      userAttrs: this.#studyAttributes('user', studyId),
      systemAttrs: this.#studyAttributes('system', studyId),
    };
  }

  getSummaries(): StudySummary[] {
    return this.#all<{ study_id: number }>('SELECT study_id FROM studies ORDER BY study_id').map(
      ({ study_id }) => this.getSummary(study_id),
    );
  }

  getSummary(studyId: number): StudySummary {
    const study = this.getStudy(studyId);
    const counts: Record<TrialState, number> = { RUNNING: 0, COMPLETE: 0, PRUNED: 0, FAIL: 0, WAITING: 0 };
    const states = 'SELECT state, count(*) AS n FROM trials WHERE study_id = ? GROUP BY state';
    for (const { state, n } of this.#all<{ state: TrialState; n: number }>(states, [studyId]))
      counts[state] = n;
    const [span] = this.#all<{ start: string | null; complete: string | null }>(
      `SELECT min(datetime_start) AS start, max(coalesce(datetime_complete, datetime_start)) AS complete
       FROM trials WHERE study_id = ?`,
      [studyId],
    );
    return {
      ...study,
      counts,
      bestTrial: this.#bestTrial(study),
      datetimeStart: readDate(span?.start ?? null),
      datetimeLast: readDate(span?.complete ?? null),
    };
  }

  deleteStudy(studyId: number): void {
    this.#write(() => {
      this.getStudy(studyId);
      const children = [
        'params',
        'values',
        'intermediate_values',
        'user_attributes',
        'system_attributes',
        'heartbeats',
      ];
      for (const table of children) {
        const trials = 'SELECT trial_id FROM trials WHERE study_id = ?';
        this.#run(`DELETE FROM trial_${table} WHERE trial_id IN (${trials})`, [studyId]);
      }
      for (const table of [
        'trials',
        'study_directions',
        'study_user_attributes',
        'study_system_attributes',
        'studies',
      ]) {
        this.#run(`DELETE FROM ${table} WHERE study_id = ?`, [studyId]);
      }
    });
  }

  setStudyUserAttr(studyId: number, key: string, value: unknown): void {
    this.#setStudyAttribute('user', studyId, key, value);
  }

  setStudySystemAttr(studyId: number, key: string, value: unknown): void {
    this.#setStudyAttribute('system', studyId, key, value);
  }

  createTrial(studyId: number, waiting?: { fixedParams: Record<string, unknown> }): FrozenTrial {
    return this.#write(() => {
      this.getStudy(studyId);
      const trialId = this.#insert(
        `INSERT INTO trials (number, study_id, state, datetime_start)
         VALUES ((SELECT count(*) FROM trials WHERE study_id = ?), ?, ?, ?)`,
        [studyId, studyId, waiting ? 'WAITING' : 'RUNNING', waiting ? null : storedDate(new Date())],
      );
      if (waiting) this.#setAttribute('system', trialId, 'fixed_params', waiting.fixedParams);
      return this.getTrial(trialId);
    });
  }

  popWaitingTrial(studyId: number): FrozenTrial | null {
    return this.#write(() => {
      const [row] = this.#all<{ trial_id: number }>(
        "SELECT trial_id FROM trials WHERE study_id = ? AND state = 'WAITING' ORDER BY number LIMIT 1",
        [studyId],
      );
      if (!row) return null;
      this.#run("UPDATE trials SET state = 'RUNNING', datetime_start = ? WHERE trial_id = ?", [
        storedDate(new Date()),
        row.trial_id,
      ]);
      return this.getTrial(row.trial_id);
    });
  }

  setTrialParam(trialId: number, name: string, internal: number, distribution: Distribution): void {
    this.#writeTrial(trialId, () => {
      this.#run(
        `INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)
         ON CONFLICT (trial_id, param_name) DO UPDATE
         SET param_value = excluded.param_value, distribution_json = excluded.distribution_json`,
        [trialId, name, internal, JSON.stringify(distribution)],
      );
    });
  }

  reportIntermediate(trialId: number, step: number, value: number): void {
    this.#writeTrial(trialId, () => {
      this.#run(
        `INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type)
         VALUES (?, ?, ?, ?)
         ON CONFLICT (trial_id, step) DO UPDATE
         SET intermediate_value = excluded.intermediate_value,
             intermediate_value_type = excluded.intermediate_value_type`,
        [trialId, step, ...storedDouble(value)],
      );
    });
  }

  finishTrial(trialId: number, state: 'COMPLETE' | 'PRUNED' | 'FAIL', values: number[] | null): void {
    this.#writeTrial(trialId, () => {
      (values ?? []).forEach((value, objective) => {
        this.#run('INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, ?, ?, ?)', [
          trialId,
          objective,
          ...storedDouble(value),
        ]);
      });
      this.#run('UPDATE trials SET state = ?, datetime_complete = ? WHERE trial_id = ?', [
        state,
        storedDate(new Date()),
        trialId,
      ]);
    });
  }

  setTrialUserAttr(trialId: number, key: string, value: unknown): void {
    this.#writeTrial(trialId, () => this.#setAttribute('user', trialId, key, value));
  }

  setTrialSystemAttr(trialId: number, key: string, value: unknown): void {
    this.#writeTrial(trialId, () => this.#setAttribute('system', trialId, key, value));
  }

  getTrial(trialId: number): FrozenTrial {
    const [trial] = readTrials(this.#db, { where: 't.trial_id = ?', id: trialId });
    if (!trial) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No trial with id ${trialId}.`);
    return trial;
  }

  getTrials(studyId: number): FrozenTrial[] {
    return readTrials(this.#db, { where: 't.study_id = ?', id: studyId });
  }

  dataVersion(): number {
    return Number(this.#db.prepare('PRAGMA data_version').get()?.data_version);
  }

  close(): void {
    this.#db.close();
  }

  #bestTrial({ studyId, directions }: StudyRecord): FrozenTrial | null {
    if (directions.length !== 1) return null;
    const [up, down] = directions[0] === 'maximize' ? ['INF_POS', 'INF_NEG'] : ['INF_NEG', 'INF_POS'];
    const [row] = this.#all<{ trial_id: number }>(
      `SELECT t.trial_id FROM trials AS t JOIN trial_values AS v ON v.trial_id = t.trial_id
       WHERE t.study_id = ? AND t.state = 'COMPLETE'
       ORDER BY CASE v.value_type WHEN ? THEN 0 WHEN ? THEN 2 ELSE 1 END,
         v.value ${directions[0] === 'maximize' ? 'DESC' : 'ASC'}, t.number LIMIT 1`,
      [studyId, up as string, down as string],
    );
    return row ? this.getTrial(row.trial_id) : null;
  }

  #studyAttributes(kind: 'user' | 'system', studyId: number): Attributes {
    const rows = this.#all<{ key: string; value_json: string }>(
      `SELECT "key", value_json FROM study_${kind}_attributes WHERE study_id = ?`,
      [studyId],
    );
    return Object.fromEntries(rows.map((row) => [row.key, parsePythonJson(row.value_json)]));
  }

  #setStudyAttribute(kind: 'user' | 'system', studyId: number, key: string, value: unknown): void {
    this.#run(
      `INSERT INTO study_${kind}_attributes (study_id, "key", value_json) VALUES (?, ?, ?)
       ON CONFLICT (study_id, "key") DO UPDATE SET value_json = excluded.value_json`,
      [studyId, key, JSON.stringify(value)],
    );
  }

  #setAttribute(kind: 'user' | 'system', trialId: number, key: string, value: unknown): void {
    this.#run(
      `INSERT INTO trial_${kind}_attributes (trial_id, "key", value_json) VALUES (?, ?, ?)
       ON CONFLICT (trial_id, "key") DO UPDATE SET value_json = excluded.value_json`,
      [trialId, key, JSON.stringify(value)],
    );
  }

  #writeTrial(trialId: number, work: () => void): void {
    this.#write(() => {
      const [row] = this.#all<{ state: TrialState; number: number }>(
        'SELECT state, number FROM trials WHERE trial_id = ?',
        [trialId],
      );
      if (!row) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No trial with id ${trialId}.`);
      if (row.state !== 'RUNNING' && row.state !== 'WAITING') {
        throw new OrreryError('INVALID_STATE', `Trial ${row.number} is ${row.state} and cannot be changed.`);
      }
      work();
    });
  }

  #write<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #all<T>(sql: string, params: Params = []): T[] {
    return this.#db.prepare(sql).all(...params) as unknown as T[];
  }

  #run(sql: string, params: Params): void {
    this.#db.prepare(sql).run(...params);
  }

  #insert(sql: string, params: Params): number {
    return Number(this.#db.prepare(sql).run(...params).lastInsertRowid);
  }
}
