import { invalid, OrreryError } from '@orrery/core';
import type { SearchSpace } from './distribution.ts';
import { NopPruner } from './pruners/nop.ts';
import type { Pruner } from './pruners/pruner.ts';
import { Trial } from './running-trial.ts';
import type { Sampler } from './samplers/sampler.ts';
import { Suggester } from './samplers/suggester.ts';
import { failStaleTrials, type Heartbeat } from './stale-trials.ts';
import type { NewParam, StudyRecord, StudyStore } from './store.ts';
import type { Direction, FinishedState, FrozenTrial, TrialState } from './trial.ts';

export interface StudyOptions {
  store: StudyStore;
  name: string;
  /** One for each objective. */
  direction: Direction | readonly Direction[];
  sampler: Sampler;
  pruner?: Pruner;
  /** Lets others fail a trial whose worker is gone, and lets this one fail theirs before each ask. */
  heartbeat?: Heartbeat;
  /** Whether trials run elsewhere, so that their workers give the signs of life after the first. */
  isRemote?: boolean;
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
  readonly directions: readonly Direction[];
  readonly store: StudyStore;
  readonly sampler: Sampler;
  readonly pruner: Pruner;
  readonly heartbeat: Heartbeat | undefined;
  readonly #isRemote: boolean;
  /** Trials whose params are on their way to the storage, so that whoever asks meanwhile goes by them too. */
  readonly #chosen = new Map<number, FrozenTrial>();
  /** The ask before, of a sampler that works apart. */
  #before: Promise<unknown> = Promise.resolve();

  /** @param record of a study that exists */
  constructor({ studyId, name, directions }: StudyRecord, options: Omit<StudyOptions, 'name' | 'direction'>) {
    this.id = studyId;
    this.name = name;
    this.directions = directions;
    this.store = options.store;
    this.sampler = options.sampler;
    this.pruner = options.pruner ?? new NopPruner();
    this.heartbeat = options.heartbeat;
    this.#isRemote = options.isRemote ?? false;
  }

  /**
   * Goes on with the study of this name, or makes it.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE where the study goes in another direction
   */
  static async open(options: StudyOptions): Promise<Study> {
    const directions = [options.direction].flat() as Direction[];
    const found = await options.store.findStudy(options.name);
    if (found && String(found.directions) !== String(directions)) {
      throw invalid(
        `The study '${options.name}' exists and is to ${found.directions.join(', ')}, not to ${directions.join(', ')}. ` +
          'Name another study, or change the direction.',
      );
    }
    return new Study(found ?? (await options.store.createStudy(options.name, directions)), options);
  }

  /**
   * Begins a trial: an enqueued one if there is one, else a new one. The sampler fills it, where a space is given. A
   * trial that cannot be filled has failed.
   */
  async ask(space?: SearchSpace): Promise<Trial> {
    if (this.heartbeat) await failStaleTrials(this.store, this.id, this.heartbeat);
    const trial = (await this.store.popWaitingTrial(this.id)) ?? (await this.#create(space));
    try {
      return await this.#begin(trial, space);
    } catch (error) {
      await this.store.finishTrial(trial.trialId, 'FAIL', null).catch(() => {});
      throw error;
    }
  }

  /** Where params are written next, one sync is enough for both writes. */
  #create(space: SearchSpace = {}): Promise<FrozenTrial> {
    const hasParams = Object.keys(space).length > 0;
    return hasParams ? this.store.beginTrial(this.id) : this.store.createTrial(this.id);
  }

  /**
   * A trial that runs, for whoever goes on with it: it may ask for parameters that depend on those it has.
   *
   * @throws OrreryError INVALID_STATE for one that does not run
   */
  async resume(trialId: number): Promise<Trial> {
    const trial = await this.store.getTrial(trialId);
    if (trial.state === 'RUNNING') return this.#begin(trial, undefined);
    throw new OrreryError('INVALID_STATE', `Trial ${trial.number} is ${trial.state} and gets no parameters.`);
  }

  /** Two who ask at once must know of one another: of a sampler that works apart, one ask waits for the other. */
  #begin(trial: FrozenTrial, space: SearchSpace | undefined): Promise<Trial> {
    if (!this.sampler.sampleRelativeApart) return this.#fill(trial, space);
    const begun = this.#before.then(() => this.#fill(trial, space));
    this.#before = begun.catch(() => {});
    return begun;
  }

  async #fill(trial: FrozenTrial, space: SearchSpace | undefined): Promise<Trial> {
    const [{ systemAttrs }, stored] = await this.#read();
    // From here to the choice nothing else is awaited, so that no other asks in between.
    const known =
      this.#chosen.size === 0 ? stored : stored.map((one) => this.#chosen.get(one.trialId) ?? one);
    const trials = this.#peersOf(trial, known);
    const view = { directions: this.directions, trials, systemAttrs, space };
    const suggester = this.sampler.sampleRelativeApart
      ? await Suggester.apart(this.sampler, view, trial)
      : new Suggester(this.sampler, view, trial);
    const begun = new Trial(this, suggester);
    // Together, so that one commit holds them all.
    await Promise.all([
      ...Object.entries(suggester.studyAttrs).map(([key, value]) =>
        this.store.setStudySystemAttr(this.id, key, value),
      ),
      ...Object.entries(suggester.trialAttrs)
        .filter(([key]) => !(key in trial.systemAttrs))
        .map(([key, value]) => this.store.setTrialSystemAttr(trial.trialId, key, value)),
      begun.suggestAll(space ?? {}),
      this.heartbeat && this.#isRemote && this.store.recordHeartbeat(trial.trialId),
      this.heartbeat && !this.#isRemote && begun.beat(this.heartbeat.interval),
    ]);
    return begun;
  }

  /** Whether the sampler has tried everything. */
  async isExhausted(space?: SearchSpace): Promise<boolean> {
    if (!this.sampler.isExhausted) return false;
    const [{ systemAttrs }, trials] = await this.#read();
    return this.sampler.isExhausted({ directions: this.directions, trials, systemAttrs, space });
  }

  /** The trials that a sampler learns from, which with some pruners are not all; but it tries nothing twice. */
  #peersOf(trial: FrozenTrial, trials: readonly FrozenTrial[]): readonly FrozenTrial[] {
    if (this.sampler.isExhausted) return trials;
    return this.pruner.peersOf?.(trial, { studyName: this.name, trials }) ?? trials;
  }

  #read(): Promise<[StudyRecord, readonly FrozenTrial[]]> {
    return Promise.all([this.store.getStudy(this.id), this.store.getTrials(this.id)]);
  }

  trials(...states: TrialState[]): Promise<readonly FrozenTrial[]> {
    return this.store.getTrials(this.id, states.length === 0 ? undefined : states);
  }

  best(): Promise<FrozenTrial | null> {
    return this.store.getBestTrial(this.id);
  }

  /** Notes what was chosen for a trial. */
  async keepParams(trial: FrozenTrial, params: NewParam[]): Promise<void> {
    this.#chosen.set(trial.trialId, trial);
    try {
      await this.store.setTrialParams(trial.trialId, params);
    } finally {
      this.#chosen.delete(trial.trialId);
    }
  }

  /**
   * Records an intermediate value of a trial's objective.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE in a study of several objectives, as Optuna does
   */
  async report(trialId: number, step: number, value: number): Promise<void> {
    this.#onlyObjective('Intermediate values are of one objective');
    await this.store.reportIntermediate(trialId, step, value);
  }

  /** Asks the pruner about a trial, by what was reported last. */
  async shouldPrune(trialId: number): Promise<boolean> {
    const direction = this.#onlyObjective('Trials of one objective are pruned');
    const trials = await this.trials();
    const own = trials.find((trial) => trial.trialId === trialId);
    if (!own) return false;
    const notes: [key: string, value: unknown][] = [];
    const note = (key: string, value: unknown) => notes.push([key, value]);
    const answer = this.pruner.shouldPrune(own, { studyName: this.name, direction, trials, note });
    await Promise.all(notes.map(([key, value]) => this.store.setTrialSystemAttr(trialId, key, value)));
    return answer;
  }

  /**
   * Ends a trial. A pruned one gets its last intermediate value, as Optuna does; a failed one gets none.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE where a complete one has not a value for each objective, INVALID_STATE
   *   for one that has ended before
   */
  async tell(trialId: number, state: FinishedState, values: readonly number[] = []): Promise<void> {
    if (state === 'COMPLETE') this.#checkValues(values);
    else if (values.length > 0) throw invalid(`A trial that is told ${state} has no values: leave them out.`);
    const pruned = state === 'PRUNED' && this.directions.length === 1;
    const final = state === 'COMPLETE' ? [...values] : pruned ? await this.#lastValue(trialId) : null;
    await this.store.finishTrial(trialId, state, final);
  }

  #checkValues(values: readonly number[]): void {
    if (values.length === this.directions.length && !values.some(Number.isNaN)) return;
    const wanted = this.directions.length === 1 ? 'one value' : `${this.directions.length} values`;
    throw invalid(
      `A complete trial of '${this.name}' needs ${wanted}, and got [${values.join(', ')}]: NaN is none; tell FAIL where there is none.`,
    );
  }

  async #lastValue(trialId: number): Promise<number[] | null> {
    const { intermediateValues } = await this.store.getTrial(trialId);
    const last = [...intermediateValues.values()].at(-1);
    return last === undefined || Number.isNaN(last) ? null : [last];
  }

  #onlyObjective(what: string): Direction {
    const [direction, ...more] = this.directions;
    if (direction === undefined || more.length > 0)
      throw invalid(`${what}: '${this.name}' has ${this.directions.length}.`);
    return direction;
  }
}
