import { openStudy, type Study, type StudyStore, settingsOf } from '@orrery/sweeps';

/** Studies that are asked of, with their samplers, which remember what they have worked out. */
export class OpenStudies {
  readonly #store: StudyStore;
  readonly #open = new Map<number, { identity: string; study: Promise<Study> }>();

  constructor(store: StudyStore) {
    this.#store = store;
  }

  /** The study as it is set now; another sampler takes the place of the one before. */
  async get(studyId: number): Promise<Study> {
    const record = await this.#store.getStudy(studyId);
    const { sampler, pruner, seed, heartbeat } = settingsOf(record);
    const identity = JSON.stringify([record.name, record.directions, sampler, pruner, seed, heartbeat]);
    const known = this.#open.get(studyId);
    if (known?.identity === identity) return known.study;
    const study = openStudy(this.#store, record);
    this.#open.set(studyId, { identity, study });
    study.catch(() => this.#open.delete(studyId));
    return study;
  }

  forget(studyId: number): void {
    this.#open.delete(studyId);
  }
}
