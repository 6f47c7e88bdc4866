import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, type SearchSpace, toInternal } from './distribution.ts';
import { NopPruner } from './pruners/nop.ts';
import type { Pruner } from './pruners/pruner.ts';
import type { Sampler, StudyView } from './samplers/sampler.ts';
import { Suggester } from './samplers/suggester.ts';
import type { StudyStore } from './store.ts';
import type { Direction, FrozenTrial, TrialState } from './trial.ts';

export interface StudyOptions {
  store: StudyStore;
  name: string;
  direction: Direction;
  sampler: Sampler;
  pruner?: Pruner;
}

/**
 * One study, by ask and tell:
 *
 *     const trial = study.ask({ lr: float(1e-4, 0.1, { log: true }) });
 *     trial.report(0.5, 1);
 *     if (trial.shouldPrune()) trial.tell('PRUNED');
 *     else trial.tell('COMPLETE', 0.7);
 */
export class Study {
  readonly id: number;
  readonly name: string;
  readonly direction: Direction;
  readonly store: StudyStore;
  readonly sampler: Sampler;
  readonly pruner: Pruner;

  private constructor(id: number, options: StudyOptions) {
    this.id = id;
    this.name = options.name;
    this.direction = options.direction;
    this.store = options.store;
    this.sampler = options.sampler;
    this.pruner = options.pruner ?? new NopPruner();
  }

  /**
   * Goes on with the study of this name, or makes it.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE where the study goes in another direction
   */
  static open(options: StudyOptions): Study {
    const found = options.store.findStudy(options.name);
    if (found && (found.directions.length !== 1 || found.directions[0] !== options.direction)) {
      throw invalid(
        `The study '${options.name}' exists and is to ${found.directions.join(', ')}, not to ${options.direction}. ` +
          'Name another study, or change the direction.',
      );
    }
    const { studyId } = found ?? options.store.createStudy(options.name, [options.direction]);
    return new Study(studyId, options);
  }

  /** Begins a trial: an enqueued one if there is one, else a new one. The sampler fills it, where a space is given. */
  ask(space?: SearchSpace): Trial {
    const trial = this.store.popWaitingTrial(this.id) ?? this.store.createTrial(this.id);
    const suggester = new Suggester(this.sampler, this.#view(space), trial);
    for (const [key, value] of Object.entries(suggester.studyAttrs))
      this.store.setStudySystemAttr(this.id, key, value);
    for (const [key, value] of Object.entries(suggester.trialAttrs))
      this.store.setTrialSystemAttr(trial.trialId, key, value);
    const begun = new Trial(this, trial.trialId, trial.number, suggester);
    for (const [name, distribution] of Object.entries(space ?? {})) begun.suggest(name, distribution);
    return begun;
  }

  /** Whether the sampler has tried everything. */
  isExhausted(space?: SearchSpace): boolean {
    return this.sampler.isExhausted?.(this.#view(space)) ?? false;
  }

  #view(space: SearchSpace | undefined): StudyView {
    const { systemAttrs } = this.store.getStudy(this.id);
    return { directions: [this.direction], trials: this.store.getTrials(this.id), systemAttrs, space };
  }

  trials(...states: TrialState[]): FrozenTrial[] {
    const all = this.store.getTrials(this.id);
    return states.length === 0 ? all : all.filter(({ state }) => states.includes(state));
  }

  best(): FrozenTrial | null {
    return this.store.getSummary(this.id).bestTrial;
  }
}

/** A trial that runs. */
export class Trial {
  readonly id: number;
  readonly number: number;
  readonly #study: Study;
  readonly #suggester: Suggester;

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
  suggest(name: string, distribution: Distribution): ParamValue {
    const isKnown = name in this.params;
    const value = this.#suggester.suggest(name, distribution);
    if (!isKnown)
      this.#study.store.setTrialParam(this.id, name, toInternal(distribution, value), distribution);
    return value;
  }

  /** Records an intermediate value of the objective. */
  report(value: number, step: number): void {
    this.#study.store.reportIntermediate(this.id, step, value);
  }

  /** Asks the pruner, by what was reported last. */
  shouldPrune(): boolean {
    const trials = this.#study.trials();
    const own = trials.find(({ trialId }) => trialId === this.id) as FrozenTrial;
    return this.#study.pruner.shouldPrune(own, { direction: this.#study.direction, trials });
  }

  setUserAttr(key: string, value: unknown): void {
    this.#study.store.setTrialUserAttr(this.id, key, value);
  }

  /** Ends the trial. A pruned one gets its last finite intermediate value, as Optuna does; a failed one gets none. */
  tell(state: 'COMPLETE' | 'PRUNED' | 'FAIL', value?: number): void {
    if (state === 'COMPLETE' && (value === undefined || Number.isNaN(value))) {
      throw invalid(`Trial ${this.number} cannot be complete with the value ${value}: tell FAIL instead.`);
    }
    this.#study.store.finishTrial(this.id, state, this.#finalValues(state, value));
  }

  #finalValues(state: 'COMPLETE' | 'PRUNED' | 'FAIL', value: number | undefined): number[] | null {
    if (state === 'COMPLETE') return [value as number];
    if (state === 'FAIL') return null;
    const last = [...this.#study.store.getTrial(this.id).intermediateValues.values()].at(-1);
    return last === undefined || Number.isNaN(last) ? null : [last];
  }
}
