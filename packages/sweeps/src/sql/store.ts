import { invalid } from '@orrery/core';
import type { Database, DatabaseInfo, Session, WriteActivity } from '@orrery/database';
import { bestOf } from '../best.ts';
import { freezeStudy, freezeTrial } from '../freeze.ts';
import { toJson } from '../python-json.ts';
import type { NewParam, StudyRecord, StudyStore, StudySummary } from '../store.ts';
import type { StoredStudy, StoredTrial, TrialTemplate } from '../stored.ts';
import {
  type Direction,
  type FinishedState,
  type FrozenTrial,
  isFinished,
  type TrialState,
} from '../trial.ts';
import { countChanges } from './changes.ts';
import { findStaleTrials, recordHeartbeat } from './heartbeats.ts';
import { isId } from './ids.ts';
import { createTrial } from './new-trial.ts';
import * as studies from './studies.ts';
import { summarize } from './summaries.ts';
import { TrialCaches } from './trial-caches.ts';
import {
  insertParams,
  noTrial,
  noTrialNumber,
  openTrial,
  putAttribute,
  putIntermediate,
  putValues,
  storedParam,
  type TrialRow,
} from './trial-data.ts';
import { nowMicros, storedMoment } from './values.ts';

/** Studies in Optuna's schema, on SQLite or PostgreSQL. */
export class SqlStudyStore implements StudyStore {
  readonly #database: Database;
  readonly #trials: TrialCaches;
  #writes = 0;

  constructor(database: Database) {
    this.#database = database;
    this.#trials = new TrialCaches(database);
  }

  async createStudy(name: string | null, directions: Direction[]): Promise<StudyRecord> {
    return freezeStudy(await this.#write((session) => studies.createStudy(session, name, directions)));
  }

  async findStudy(name: string): Promise<StudyRecord | null> {
    const found = await this.#database.read(async (session) => {
      const id = await studies.findStudyId(session, name);
      return id === null ? null : studies.getStudy(session, id);
    });
    return found && freezeStudy(found);
  }

  async getStudyId(name: string): Promise<number> {
    const id = await this.#database.read((session) => studies.findStudyId(session, name));
    if (id === null) throw studies.noStudyNamed(name);
    return id;
  }

  async getStudy(studyId: number): Promise<StudyRecord> {
    return freezeStudy(await this.getStoredStudy(studyId));
  }

  async getSummaries(): Promise<StudySummary[]> {
    const stored = await this.getStoredStudies();
    return Promise.all(stored.map(async (study) => summarize(study, await this.getTrials(study.studyId))));
  }

  async getSummary(studyId: number): Promise<StudySummary> {
    return summarize(await this.getStoredStudy(studyId), await this.getTrials(studyId));
  }

  async renameStudy(studyId: number, name: string): Promise<void> {
    await this.#write((session) => studies.renameStudy(session, studyId, name));
  }

  async deleteStudy(studyId: number): Promise<void> {
    await this.#write((session) => studies.deleteStudy(session, studyId));
    this.#trials.forget(studyId);
  }

  async setStudyUserAttr(studyId: number, key: string, value: unknown): Promise<void> {
    await this.#write((session) => studies.setStudyAttribute(session, 'user', studyId, key, value));
  }

  async setStudySystemAttr(studyId: number, key: string, value: unknown): Promise<void> {
    await this.#write((session) => studies.setStudyAttribute(session, 'system', studyId, key, value));
  }

  async createTrial(studyId: number, template?: Partial<TrialTemplate>): Promise<FrozenTrial> {
    return freezeTrial(await this.#createTrial(studyId, template));
  }

  async beginTrial(studyId: number): Promise<FrozenTrial> {
    if (!isId(studyId)) throw studies.noStudy(studyId);
    const trial = await this.#counted(this.#database.writeFirst((session) => createTrial(session, studyId)));
    this.#trials.touch(trial);
    return freezeTrial(trial);
  }

  async addTrial(studyId: number, template?: Partial<TrialTemplate>): Promise<number> {
    return (await this.#createTrial(studyId, template)).trialId;
  }

  async popWaitingTrial(studyId: number): Promise<FrozenTrial | null> {
    const trials = await this.#trials.ofStudy(studyId, (cache) => cache.unfinished());
    for (const { trialId } of trials.filter(({ state }) => state === 'WAITING')) {
      const isMine = await this.setTrialState(trialId, 'RUNNING', null).catch((error) => {
        if (error.code === 'INVALID_STATE') return false;
        throw error;
      });
      if (isMine) return this.getTrial(trialId);
    }
    return null;
  }

  setTrialParams(trialId: number, params: NewParam[]): Promise<void> {
    const stored = params.map(({ name, internal, distribution }) =>
      storedParam(name, internal, distribution),
    );
    return this.#writeTrial(trialId, (session, trial) => insertParams(session, trial, stored));
  }

  reportIntermediate(trialId: number, step: number, value: number): Promise<void> {
    return this.#writeTrial(trialId, (session) => putIntermediate(session, trialId, step, value));
  }

  setTrialState(trialId: number, state: TrialState, values: number[] | null): Promise<boolean> {
    return this.#writeTrial(trialId, async (session, trial) => {
      await putValues(session, trialId, values ?? []);
      if (state === 'RUNNING' && trial.state !== 'WAITING') return false;
      const moment = isFinished(state)
        ? 'datetime_complete = ?'
        : state === 'RUNNING'
          ? 'datetime_start = ?'
          : null;
      const set = moment === null ? 'state = ?' : `state = ?, ${moment}`;
      const params = moment === null ? [state] : [state, storedMoment(nowMicros())];
      await session.run(`UPDATE trials SET ${set} WHERE trial_id = ?`, [...params, trialId]);
      return true;
    });
  }

  async finishTrial(trialId: number, state: FinishedState, values: number[] | null): Promise<void> {
    await this.setTrialState(trialId, state, values);
  }

  setTrialUserAttr(trialId: number, key: string, value: unknown): Promise<void> {
    return this.#writeTrial(trialId, (session) => putAttribute(session, 'user', trialId, key, toJson(value)));
  }

  setTrialSystemAttr(trialId: number, key: string, value: unknown): Promise<void> {
    return this.#writeTrial(trialId, (session) =>
      putAttribute(session, 'system', trialId, key, toJson(value)),
    );
  }

  async getTrial(trialId: number): Promise<FrozenTrial> {
    return freezeTrial(await this.getStoredTrial(trialId));
  }

  async getTrials(studyId: number, states?: readonly TrialState[]): Promise<readonly FrozenTrial[]> {
    const trials = await this.#trials.ofStudy(studyId, (cache) => cache.frozen());
    return states ? trials.filter(({ state }) => states.includes(state)) : trials;
  }

  async findTrialId(studyId: number, number: number): Promise<number> {
    const trial = (await this.getStoredTrials(studyId)).find((one) => one.number === number);
    if (!trial) throw noTrialNumber(studyId, number);
    return trial.trialId;
  }

  async getBestTrial(studyId: number): Promise<FrozenTrial | null> {
    const { directions } = await this.getStoredStudy(studyId);
    const [direction, ...more] = directions;
    if (!direction || more.length > 0)
      throw invalid(`A study with ${directions.length} objectives has no best trial, but a Pareto front.`);
    return bestOf(await this.getTrials(studyId), direction);
  }

  async getStoredStudy(studyId: number): Promise<StoredStudy> {
    if (!isId(studyId)) throw studies.noStudy(studyId);
    return this.#database.read((session) => studies.getStudy(session, studyId));
  }

  getStoredStudies(): Promise<StoredStudy[]> {
    return this.#database.read((session) => studies.readStudies(session));
  }

  getStoredTrial(trialId: number): Promise<StoredTrial> {
    return this.#trials.get(trialId);
  }

  getStoredTrials(studyId: number): Promise<readonly StoredTrial[]> {
    return this.#trials.ofStudy(studyId, (cache) => cache.trials());
  }

  async recordHeartbeat(trialId: number): Promise<void> {
    await this.#write((session) => recordHeartbeat(session, trialId));
  }

  findStaleTrials(studyId: number, graceSeconds: number): Promise<number[]> {
    return this.#database.read((session) => findStaleTrials(session, studyId, graceSeconds));
  }

  async dataVersion(): Promise<string> {
    const foreign = this.#database.foreignChanges() ?? (await this.#database.read(countChanges));
    return `${this.#writes}.${foreign}`;
  }

  describe(): Promise<DatabaseInfo> {
    return this.#database.describe();
  }

  activity(): WriteActivity {
    return this.#database.activity();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #createTrial(studyId: number, template?: Partial<TrialTemplate>): Promise<StoredTrial> {
    if (!isId(studyId)) throw studies.noStudy(studyId);
    const trial = await this.#write((session) => createTrial(session, studyId, template));
    this.#trials.touch(trial);
    return trial;
  }

  #write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#counted(this.#database.write(work));
  }

  #counted<T>(write: Promise<T>): Promise<T> {
    return write.finally(() => {
      this.#writes++;
    });
  }

  async #writeTrial<T>(trialId: number, work: (session: Session, trial: TrialRow) => Promise<T>): Promise<T> {
    if (!isId(trialId)) throw noTrial(trialId);
    let row: TrialRow | undefined;
    try {
      return await this.#write(async (session) => {
        row = await openTrial(session, trialId);
        return work(session, row);
      });
    } finally {
      if (row) this.#trials.touch(row);
    }
  }
}
