import type { FrozenTrial } from '../../trial.ts';

/**
 * Which finished trials of a study have been looked at: they do not change, so once is enough. The same object is the
 * same trial as before, so that a long list of them is passed over quickly.
 */
export class SeenTrials {
  readonly #includePruned: boolean;
  /** Ids by trial number. */
  #ids: number[] = [];
  #count = 0;
  #last: readonly FrozenTrial[] = [];
  readonly #running = new Set<FrozenTrial>();

  constructor({ includePruned }: { includePruned: boolean }) {
    this.#includePruned = includePruned;
  }

  /**
   * The finished trials that were not seen before. Null where some that were are gone: the trials are those of
   * another study, and all of them are new the next time.
   */
  fresh(trials: readonly FrozenTrial[]): FrozenTrial[] | null {
    const fresh: FrozenTrial[] = [];
    const last = this.#last;
    let kept = this.#count;
    for (let i = 0; i < trials.length || i < last.length; i++) {
      const [before, now] = [last[i], trials[i]];
      if (before === now) continue;
      if (before) this.#running.delete(before);
      if (now?.state === 'RUNNING') this.#running.add(now);
      if (before && this.#isSeen(before)) kept--;
      if (!now || !this.#isWanted(now)) continue;
      if (this.#isSeen(now)) kept++;
      else fresh.push(now);
    }
    if (kept < this.#count) {
      this.#ids = [];
      this.#count = 0;
      this.#last = [];
      this.#running.clear();
      return null;
    }
    for (const { number, trialId } of fresh) this.#ids[number] = trialId;
    this.#count += fresh.length;
    this.#last = trials;
    return fresh;
  }

  /** The trials that ran when `fresh` was asked last, in order of number. */
  get running(): FrozenTrial[] {
    return [...this.#running].sort((a, b) => a.number - b.number);
  }

  #isSeen({ number, trialId }: FrozenTrial): boolean {
    return this.#ids[number] === trialId;
  }

  #isWanted({ state }: FrozenTrial): boolean {
    return state === 'COMPLETE' || (this.#includePruned && state === 'PRUNED');
  }
}
