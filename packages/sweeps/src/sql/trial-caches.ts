import type { Database } from '@orrery/database';
import type { StoredTrial } from '../stored.ts';
import { isId } from './ids.ts';
import { readTrials } from './read-trials.ts';
import { noStudy } from './studies.ts';
import { TrialCache } from './trial-cache.ts';
import { noTrial } from './trial-data.ts';

/** The trials of every study that was asked for, as they are after every write that was answered before. */
export class TrialCaches {
  readonly #database: Database;
  readonly #ofStudy = new Map<number, TrialCache>();
  /** Studies of trials that were met. */
  readonly #studies = new Map<number, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Asks the cache of a study. @throws OrreryError RESOURCE_DOES_NOT_EXIST for an unknown study */
  async ofStudy<T>(studyId: number, ask: (cache: TrialCache) => Promise<T>): Promise<T> {
    if (!isId(studyId)) throw noStudy(studyId);
    try {
      return await ask(this.#cacheOf(studyId));
    } catch (error) {
      this.#ofStudy.delete(studyId);
      throw error;
    }
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST for an unknown trial */
  async get(trialId: number): Promise<StoredTrial> {
    if (!isId(trialId)) throw noTrial(trialId);
    const studyId = this.#studies.get(trialId);
    const cached = studyId === undefined ? undefined : await this.#find(studyId, trialId);
    if (cached) return cached;
    const [trial] = await this.#database.read((session) =>
      readTrials(session, { where: 't.trial_id = ?', params: [trialId] }),
    );
    if (!trial) throw noTrial(trialId);
    this.#studies.set(trialId, trial.studyId);
    return trial;
  }

  /** To be called after each write to a trial, once it is done. */
  touch({ trialId, studyId }: Pick<StoredTrial, 'trialId' | 'studyId'>): void {
    this.#studies.set(trialId, studyId);
    this.#ofStudy.get(studyId)?.touch(trialId);
  }

  /** To be called when a study was deleted. */
  forget(studyId: number): void {
    this.#ofStudy.delete(studyId);
    for (const [trial, study] of this.#studies) if (study === studyId) this.#studies.delete(trial);
  }

  async #find(studyId: number, trialId: number): Promise<StoredTrial | undefined> {
    try {
      return await this.#cacheOf(studyId).find(trialId);
    } catch {
      // The study is gone, or the database is; the reading that follows tells.
      this.#ofStudy.delete(studyId);
      return undefined;
    }
  }

  #cacheOf(studyId: number): TrialCache {
    let cache = this.#ofStudy.get(studyId);
    if (!cache) {
      cache = new TrialCache(this.#database, studyId);
      this.#ofStudy.set(studyId, cache);
    }
    return cache;
  }
}
