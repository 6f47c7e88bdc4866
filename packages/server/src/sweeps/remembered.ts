import type { FrozenTrial } from '@orrery/sweeps';

/** The studies whose answers are kept, those asked for last. */
const MOST_STUDIES = 100;

/**
 * Answers about studies, kept while their complete trials are the same: they do not change, and the store gives the same
 * objects for them. Who asks while an answer is worked out gets that one.
 */
export class Remembered<T> {
  readonly #studies = new Map<number, { trials: readonly FrozenTrial[]; answers: Map<string, Promise<T>> }>();

  of(
    studyId: number,
    question: string,
    trials: readonly FrozenTrial[],
    answer: () => Promise<T>,
  ): Promise<T> {
    let known = this.#studies.get(studyId);
    if (known?.trials.length !== trials.length || !known.trials.every((trial, i) => trial === trials[i]))
      known = { trials, answers: new Map() };
    this.#studies.delete(studyId);
    this.#studies.set(studyId, known);
    const [oldest] = this.#studies.keys();
    if (this.#studies.size > MOST_STUDIES && oldest !== undefined) this.#studies.delete(oldest);

    const { answers } = known;
    const found = answers.get(question) ?? answer();
    answers.set(question, found);
    found.catch(() => answers.delete(question));
    return found;
  }
}
