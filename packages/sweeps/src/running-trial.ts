import { type Distribution, type ParamValue, type SearchSpace, toInternal } from './distribution.ts';
import type { Suggester } from './samplers/suggester.ts';
import type { Study } from './study.ts';
import type { FinishedState } from './trial.ts';

/** A trial that runs. */
export class Trial {
  readonly id: number;
  readonly number: number;
  readonly #study: Study;
  readonly #suggester: Suggester;
  #beating: NodeJS.Timeout | undefined;

  constructor(study: Study, suggester: Suggester) {
    this.#study = study;
    this.#suggester = suggester;
    this.id = suggester.trial.trialId;
    this.number = suggester.trial.number;
  }

  get params(): Record<string, ParamValue> {
    return this.#suggester.trial.params;
  }

  /** A value for one parameter. What is asked for may depend on the values of those before. */
  async suggest(name: string, distribution: Distribution): Promise<ParamValue> {
    return (await this.suggestAll({ [name]: distribution }))[name] as ParamValue;
  }

  /** Values for several parameters, noted in the storage at once. */
  async suggestAll(space: SearchSpace): Promise<Record<string, ParamValue>> {
    const known = new Set(Object.keys(this.params));
    const values: Record<string, ParamValue> = {};
    for (const [name, distribution] of Object.entries(space))
      values[name] = this.#suggester.suggest(name, distribution);
    const fresh = Object.entries(space)
      .filter(([name]) => !known.has(name))
      .map(([name, distribution]) => ({
        name,
        internal: toInternal(distribution, values[name] as ParamValue),
        distribution,
      }));
    if (fresh.length > 0) await this.#study.keepParams(this.#suggester.trial, fresh);
    return values;
  }

  /** Gives signs of life until the trial is told, every so many seconds. */
  async beat(interval: number): Promise<void> {
    const beat = () => this.#study.store.recordHeartbeat(this.id);
    await beat();
    this.#beating ??= setInterval(() => beat().catch(() => {}), interval * 1000).unref();
  }

  /** Records an intermediate value of the objective. */
  report(value: number, step: number): Promise<void> {
    return this.#study.report(this.id, step, value);
  }

  /** Asks the pruner, by what was reported last. */
  shouldPrune(): Promise<boolean> {
    return this.#study.shouldPrune(this.id);
  }

  setUserAttr(key: string, value: unknown): Promise<void> {
    return this.#study.store.setTrialUserAttr(this.id, key, value);
  }

  /** Ends the trial; see `Study.tell`. */
  async tell(state: FinishedState, ...values: number[]): Promise<void> {
    await this.#study.tell(this.id, state, values);
    clearInterval(this.#beating);
  }
}
