import { isDeepStrictEqual } from 'node:util';
import type { Database, Session } from '@orrery/database';
import { freezeTrial } from '../freeze.ts';
import type { StoredTrial } from '../stored.ts';
import { type FrozenTrial, isFinished } from '../trial.ts';
import { readTrialsAmong } from './read-trials.ts';
import { noStudy } from './studies.ts';

/**
 * The trials of one study. A finished trial does not change, so it is read once. The others are read again where this
 * program has changed them, and all of them where another program has written to the database; new ones are known
 * by their higher ids.
 */
export class TrialCache {
  readonly #studyId: number;
  readonly #database: Database;
  #trials: readonly StoredTrial[] = [];
  #frozen: readonly FrozenTrial[] = [];
  /** Places of trials that have changed since. */
  readonly #unfrozen = new Set<number>();
  readonly #places = new Map<number, number>();
  readonly #unfinished = new Set<number>();
  #changed = new Set<number>();
  /** What the database said of other programs' writes when the trials were read last. */
  #seen: number | null = null;
  #reading: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(database: Database, studyId: number) {
    this.#database = database;
    this.#studyId = studyId;
  }

  /** To be called after each write to a trial, once it is done. */
  touch(trialId: number): void {
    this.#changed.add(trialId);
  }

  /** In order of number, as they are after every write that was answered before. */
  async trials(): Promise<readonly StoredTrial[]> {
    await this.#refresh();
    return this.#trials;
  }

  /** With their JSON read; the same objects for trials that have not changed. */
  async frozen(): Promise<readonly FrozenTrial[]> {
    await this.#refresh();
    if (this.#unfrozen.size > 0) {
      const frozen = [...this.#frozen]; // others hold the array that was
      for (const place of this.#unfrozen) frozen[place] = freezeTrial(this.#trials[place] as StoredTrial);
      this.#frozen = frozen;
      this.#unfrozen.clear();
    }
    return this.#frozen;
  }

  async unfinished(): Promise<StoredTrial[]> {
    await this.#refresh();
    return [...this.#unfinished].map((id) => this.#trials[this.#places.get(id) as number] as StoredTrial);
  }

  async find(trialId: number): Promise<StoredTrial | undefined> {
    await this.#refresh();
    const place = this.#places.get(trialId);
    return place === undefined ? undefined : this.#trials[place];
  }

  /** Who comes while the trials are read waits for the reading after it, all of them for the same one. */
  async #refresh(): Promise<void> {
    if (this.#reading === null) {
      if (this.#isFresh()) return;
      this.#reading = this.#database
        .read((session) => this.#read(session))
        .finally(() => {
          this.#reading = null;
        });
      return this.#reading;
    }
    this.#next ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#next = null;
        return this.#refresh();
      });
    return this.#next;
  }

  #isFresh(): boolean {
    return this.#changed.size === 0 && this.#seen !== null && !this.#othersWrote();
  }

  #othersWrote(): boolean {
    const seen = this.#database.foreignChanges();
    return seen === null || seen !== this.#seen;
  }

  async #read(session: Session): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Set();
    const othersWrote = this.#othersWrote();
    const seen = this.#database.foreignChanges();
    try {
      const ids = othersWrote ? [...this.#unfinished, ...this.#witness()] : known(changed, this.#places);
      const after = this.#trials.at(-1)?.trialId ?? 0;
      const [study, read] = await Promise.all([
        othersWrote ? session.get('SELECT study_id FROM studies WHERE study_id = ?', [this.#studyId]) : true,
        readTrialsAmong(session, this.#studyId, ids, after),
      ]);
      if (!study) {
        this.#clear();
        throw noStudy(this.#studyId);
      }
      if (this.#isOfAnotherStudy(ids, read)) {
        this.#clear();
        this.#take(await readTrialsAmong(session, this.#studyId, [], 0));
      } else this.#take(read);
      this.#seen = seen ?? -1;
    } catch (error) {
      for (const id of changed) this.#changed.add(id);
      throw error;
    }
  }

  #take(read: StoredTrial[]): void {
    if (read.length === 0) return;
    const trials = [...this.#trials]; // others hold the array that was
    for (const trial of read) {
      const place = this.#places.get(trial.trialId) ?? trials.length;
      const before = trials[place];
      // What was read again and is the same stays the same object.
      if (before && (isFinished(before.state) || isDeepStrictEqual(before, trial))) continue;
      this.#places.set(trial.trialId, place);
      trials[place] = trial;
      this.#unfrozen.add(place);
      if (isFinished(trial.state)) this.#unfinished.delete(trial.trialId);
      else this.#unfinished.add(trial.trialId);
    }
    this.#trials = trials;
  }

  /** A finished trial, which tells this study from a later one with its id: SQLite gives ids of what was deleted again. */
  #witness(): number[] {
    if (this.#database.dialect === 'postgres') return [];
    const finished = this.#trials.find(({ state }) => isFinished(state));
    return finished ? [finished.trialId] : [];
  }

  #isOfAnotherStudy(ids: number[], read: StoredTrial[]): boolean {
    const found = new Map(read.map((trial) => [trial.trialId, trial]));
    return ids.some((id) => {
      const [before, now] = [this.#trials[this.#places.get(id) as number], found.get(id)];
      return (
        !now ||
        now.number !== before?.number ||
        (isFinished(before.state) &&
          (now.state !== before.state ||
            now.datetimeStart !== before.datetimeStart ||
            now.datetimeComplete !== before.datetimeComplete))
      );
    });
  }

  #clear(): void {
    this.#trials = [];
    this.#frozen = [];
    this.#unfrozen.clear();
    this.#places.clear();
    this.#unfinished.clear();
  }
}

function known(ids: Set<number>, places: Map<number, number>): number[] {
  return [...ids].filter((id) => places.has(id));
}
