import {
  type Direction,
  type Distribution,
  type FrozenTrial,
  type ParamValue,
  type Sampler,
  type SearchSpace,
  Suggester,
  type TrialState,
} from '../src/index.ts';

export interface MemoryOptions {
  sampler: Sampler;
  directions?: Direction[];
  /** Where all parameters are known beforehand. */
  space?: SearchSpace;
}

/** A trial of a MemoryStudy: suggests parameters, and takes constraints. */
export class MemoryTrial {
  readonly frozen: FrozenTrial;
  readonly #suggester: Suggester;

  constructor(frozen: FrozenTrial, suggester: Suggester) {
    this.frozen = frozen;
    this.#suggester = suggester;
  }

  suggest<T extends ParamValue>(name: string, distribution: Distribution): T {
    const value = this.#suggester.suggest(name, distribution);
    this.frozen.params[name] = value;
    this.frozen.distributions[name] = distribution;
    return value as T;
  }

  constrain(name: string, value: number): void {
    this.frozen.systemAttrs[`constraints:${name}`] = value;
  }
}

export type Objective = (trial: MemoryTrial) => number | number[];

/** A study without a store, for samplers alone. */
export class MemoryStudy {
  readonly trials: FrozenTrial[] = [];
  readonly systemAttrs: Record<string, unknown> = {};
  readonly directions: Direction[];
  sampler: Sampler;
  readonly #space: SearchSpace | undefined;

  constructor({ sampler, directions = ['minimize'], space }: MemoryOptions) {
    this.sampler = sampler;
    this.directions = directions;
    this.#space = space;
  }

  get view() {
    const { directions, trials, systemAttrs } = this;
    return { directions, trials: [...trials], systemAttrs, space: this.#space };
  }

  ask(fixed?: Record<string, ParamValue>): MemoryTrial {
    const number = this.trials.length;
    const frozen: FrozenTrial = {
      trialId: number + 1,
      number,
      state: 'RUNNING',
      values: null,
      params: {},
      distributions: {},
      intermediateValues: new Map(),
      userAttrs: {},
      systemAttrs: fixed ? { fixed_params: fixed } : {},
      datetimeStart: new Date(0),
      datetimeComplete: null,
    };
    this.trials.push(frozen);
    const suggester = new Suggester(this.sampler, this.view, frozen);
    Object.assign(this.systemAttrs, suggester.studyAttrs);
    Object.assign(frozen.systemAttrs, suggester.trialAttrs);
    const trial = new MemoryTrial(frozen, suggester);
    for (const [name, distribution] of Object.entries(this.#space ?? {})) trial.suggest(name, distribution);
    return trial;
  }

  tell({ frozen }: MemoryTrial, outcome: number | number[] | TrialState): void {
    const ended =
      typeof outcome === 'string'
        ? { state: outcome }
        : { state: 'COMPLETE' as const, values: [outcome].flat() };
    // A finished trial is another object than the running one, as a store gives them.
    this.trials[frozen.number] = { ...frozen, ...ended, datetimeComplete: new Date(this.trials.length) };
  }

  optimize(objective: Objective, trials: number): this {
    for (let i = 0; i < trials; i++) {
      const trial = this.ask();
      this.tell(trial, objective(trial));
    }
    return this;
  }

  /** The best value of the first objective. */
  get best(): number {
    const values = this.trials.flatMap(({ values }) => (values ? [values[0] as number] : []));
    return this.directions[0] === 'maximize' ? Math.max(...values) : Math.min(...values);
  }

  get params(): Record<string, ParamValue>[] {
    return this.trials.map(({ params }) => params);
  }
}
