import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toInternal } from './distribution.ts';
import { NopPruner } from './pruners/nop.ts';
import type { Pruner } from './pruners/pruner.ts';
import type { Sampler, StudyView } from './samplers/sampler.ts';
import { Suggester } from './samplers/suggester.ts';
import { failStaleTrials, type Heartbeat } from './stale-trials.ts';
import type { StudyStore } from './store.ts';
import type { Direction, FinishedState, FrozenTrial, TrialState } from './trial.ts';

export interface StudyOptions {
  store: StudyStore;
  name: string;
  direction: Direction;
  sampler: Sampler;
  pruner?: Pruner;
  /** Lets others fail a trial whose worker is gone, and lets this one fail theirs before each ask. */
  heartbeat?: Heartbeat;
}

/**
 * One study, by ask and tell:
 *
 *     const trial = await study.ask({ lr: float(1e-4, 0.1, { log: true }) });
 *     await trial.report(0.5, 1);
 *     if (await trial.shouldPrune()) await trial.tell('PRUNED');
 *     else await trial.tell('COMPLETE', 0.7);
 */
export class Study {
  readonly id: number;
  readonly name: string;
  readonly direction: Direction;
  readonly store: StudyStore;
  readonly sampler: Sampler;
  readonly pruner: Pruner;
  readonly heartbeat: Heartbeat | undefined;

  private constructor(id: number, options: StudyOptions) {
    this.id = id;
    this.name = options.name;
    this.direction = options.direction;
    this.store = options.store;
    this.sampler = options.sampler;
    this.pruner = options.pruner ?? new NopPruner();
    this.heartbeat = options.heartbeat;
  }

  /**
   * Goes on with the study of this name, or makes it.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE where the study goes in another direction
   */
  static async open(options: StudyOptions): Promise<Study> {
    const found = await options.store.findStudy(options.name);
    if (found && (found.directions.length !== 1 || found.directions[0] !== options.direction)) {
      throw invalid(
        `The study '${options.name}' exists and is to ${found.directions.join(', ')}, not to ${options.direction}. ` +
          'Name another study, or change the direction.',
      );
    }
    const { studyId } = found ?? (await options.store.createStudy(options.name, [options.direction]));
    return new Study(studyId, options);
  }

  /** Begins a trial: an enqueued one if there is one, else a new one. The sampler fills it, where a space is given. */
  async ask(space?: SearchSpace): Promise<Trial> {
    if (this.heartbeat) await failStaleTrials(this.store, this.id, this.heartbeat);
    const trial = (await this.store.popWaitingTrial(this.id)) ?? (await this.store.createTrial(this.id));
    const suggester = new Suggester(this.sampler, await this.#view(space), trial);
    const begun = new Trial(this, trial.trialId, trial.number, suggester);
    // Together, so that one commit holds them all.
    await Promise.all([
      ...Object.entries(suggester.studyAttrs).map(([key, value]) =>
        this.store.setStudySystemAttr(this.id, key, value),
      ),
      ...Object.entries(suggester.trialAttrs).map(([key, value]) =>
        this.store.setTrialSystemAttr(trial.trialId, key, value),
      ),
      begun.suggestAll(space ?? {}),
      this.heartbeat && begun.beat(this.heartbeat.interval),
    ]);
    return begun;
  }

  /** Whether the sampler has tried everything. */
  async isExhausted(space?: SearchSpace): Promise<boolean> {
    return this.sampler.isExhausted?.(await this.#view(space)) ?? false;
  }

  async #view(space: SearchSpace | undefined): Promise<StudyView> {
    const [{ systemAttrs }, trials] = await Promise.all([
      this.store.getStudy(this.id),
      this.store.getTrials(this.id),
    ]);
    return { directions: [this.direction], trials, systemAttrs, space };
  }

  trials(...states: TrialState[]): Promise<FrozenTrial[]> {
    return this.store.getTrials(this.id, states.length === 0 ? undefined : states);
  }

  best(): Promise<FrozenTrial | null> {
    return this.store.getBestTrial(this.id);
  }
}

/** A trial that runs. */
export class Trial {
  readonly id: number;
  readonly number: number;
  readonly #study: Study;
  readonly #suggester: Suggester;
  #beating: NodeJS.Timeout | undefined;

  constructor(study: Study, id: number, number: number, suggester: Suggester) {
    this.#study = study;
    this.id = id;
    this.number = number;
    this.#suggester = suggester;
  }

  get params(): Record<string, ParamValue> {
    return this.#suggester.params;
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
    if (fresh.length > 0) await this.#study.store.setTrialParams(this.id, fresh);
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
    return this.#study.store.reportIntermediate(this.id, step, value);
  }

  /** Asks the pruner, by what was reported last. */
  async shouldPrune(): Promise<boolean> {
    const trials = await this.#study.trials();
    const own = trials.find(({ trialId }) => trialId === this.id) as FrozenTrial;
    return this.#study.pruner.shouldPrune(own, { direction: this.#study.direction, trials });
  }

  setUserAttr(key: string, value: unknown): Promise<void> {
    return this.#study.store.setTrialUserAttr(this.id, key, value);
  }

  /** Ends the trial. A pruned one gets its last finite intermediate value, as Optuna does; a failed one gets none. */
  async tell(state: FinishedState, value?: number): Promise<void> {
    if (state === 'COMPLETE' && (value === undefined || Number.isNaN(value))) {
      throw invalid(`Trial ${this.number} cannot be complete with the value ${value}: tell FAIL instead.`);
    }
    const values = await this.#finalValues(state, value);
    clearInterval(this.#beating);
    await this.#study.store.finishTrial(this.id, state, values);
  }

  async #finalValues(state: FinishedState, value: number | undefined): Promise<number[] | null> {
    if (state === 'COMPLETE') return [value as number];
    if (state === 'FAIL') return null;
    const { intermediateValues } = await this.#study.store.getTrial(this.id);
    const last = [...intermediateValues.values()].at(-1);
    return last === undefined || Number.isNaN(last) ? null : [last];
  }
}
