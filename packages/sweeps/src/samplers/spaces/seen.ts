import type { FrozenTrial } from '../../trial.ts';

/** Which finished trials of a study have been looked at: they do not change, so once is enough. */
export class SeenTrials {
  readonly #includePruned: boolean;
  /** Ids by trial number. */
  #ids: number[] = [];
  #count = 0;

  constructor({ includePruned }: { includePruned: boolean }) {
    this.#includePruned = includePruned;
  }

  /**
   * The finished trials that were not seen before. Null where some that were are gone: the trials are those of
   * another study, and all of them are new the next time.
   */
  fresh(trials: readonly FrozenTrial[]): FrozenTrial[] | null {
    const fresh: FrozenTrial[] = [];
    let kept = 0;
    for (const trial of trials) {
      if (trial.state !== 'COMPLETE' && !(this.#includePruned && trial.state === 'PRUNED')) continue;
      if (this.#ids[trial.number] === trial.trialId) kept++;
      else fresh.push(trial);
    }
    if (kept < this.#count) {
      this.#ids = [];
      this.#count = 0;
      return null;
    }
    for (const { number, trialId } of fresh) this.#ids[number] = trialId;
    this.#count += fresh.length;
    return fresh;
  }
}
