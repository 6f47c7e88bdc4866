import { invalid } from '@orrery/core';
import { type ParamValue, type SearchSpace, toInternal } from './distribution.ts';
import { NopPruner } from './pruners/nop.ts';
import type { Pruner } from './pruners/pruner.ts';
import type { Sampler } from './samplers/sampler.ts';
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

  /** Begins a trial: an enqueued one if there is one, else a new one that the sampler fills. */
  ask(space: SearchSpace): Trial {
    const trial = this.store.popWaitingTrial(this.id) ?? this.store.createTrial(this.id);
    const fixed = (trial.systemAttrs.fixed_params ?? {}) as Record<string, ParamValue>;
    const context = { directions: [this.direction], trials: this.store.getTrials(this.id), trial };
    const params = this.sampler.sample(space, context);
    for (const [name, distribution] of Object.entries(space)) {
      if (name in fixed) params[name] = fixed[name] as ParamValue;
      this.store.setTrialParam(
        trial.trialId,
        name,
        toInternal(distribution, params[name] as ParamValue),
        distribution,
      );
    }
    return new Trial(this, trial.trialId, trial.number, params);
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
  readonly params: Record<string, ParamValue>;
  readonly #study: Study;

  constructor(study: Study, id: number, number: number, params: Record<string, ParamValue>) {
    this.#study = study;
    this.id = id;
    this.number = number;
    this.params = params;
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
