import { toJson } from '@orrery/core';
import type { Http } from './http.ts';
import type { Direction, ParamValue, Space, StudyInfo, TrialInfo, TrialState } from './sweep-wire.ts';

/** Thrown to end a trial that is not worth going on with. */
export class Pruned extends Error {
  override readonly name = 'Pruned';
}

export interface Told {
  /** PRUNED or FAIL where there are no values. */
  state?: 'COMPLETE' | 'PRUNED' | 'FAIL';
  /** By name; one above 0 is broken. */
  constraints?: Record<string, number>;
  userAttrs?: Record<string, unknown>;
}

/** A study of a server, by ask and tell; any number of programs may work on it. */
export class Study {
  readonly id: number;
  readonly name: string;
  readonly directions: Direction[];
  readonly #http: Http;
  readonly #path: string;

  constructor(http: Http, { study_id, name, directions }: StudyInfo) {
    this.#http = http;
    this.id = study_id;
    this.name = name;
    this.directions = directions;
    this.#path = `/api/sweeps/studies/${study_id}`;
  }

  /**
   * Begins a trial: an enqueued one if there is one, else one that the sampler fills. Null where nothing is left to do:
   * the study was stopped, or every combination is tried.
   *
   * @param space the parameters of this trial, in place of the study's
   */
  async ask(space?: Space): Promise<Trial | null> {
    const { trial } = await this.#http.post<{ trial: Begun | null }>(`${this.#path}/ask`, { space });
    return trial && new Trial(this.#http, this.#path, trial);
  }

  /**
   * Runs trials one after the other, and resolves to the best when so many are done or nothing is left to do. An error
   * makes its trial FAIL, and is thrown; `Pruned` makes it PRUNED.
   *
   * @param work resolves to the value of the objective, or to one for each
   */
  async run(
    trials: number,
    work: (trial: Trial) => Promise<number | number[]>,
    space?: Space,
  ): Promise<TrialInfo[]> {
    for (let done = 0; done < trials; done++) {
      const trial = await this.ask(space);
      if (!trial) break;
      try {
        await trial.tell(await work(trial));
      } catch (error) {
        if (error instanceof Pruned) await trial.tell([], { state: 'PRUNED' });
        else {
          await trial
            .tell([], { state: 'FAIL', userAttrs: { 'orrery.reason': String(error) } })
            .catch(() => {});
          throw error;
        }
      }
    }
    return this.best();
  }

  /** Has a trial run with these params before others; resolves to its number. */
  async enqueue(
    params: Record<string, ParamValue>,
    userAttrs: Record<string, unknown> = {},
  ): Promise<number> {
    const body = { params, user_attrs: userAttrs };
    return (await this.#http.post<{ trial: Begun }>(`${this.#path}/enqueue`, body)).trial.number;
  }

  /** The best trial, or with several objectives those that no other dominates. */
  async best(): Promise<TrialInfo[]> {
    return (await this.#http.get<{ trials: TrialInfo[] }>(`${this.#path}/best`)).trials;
  }

  /** All trials, or those of one state. */
  async trials(state?: TrialState): Promise<TrialInfo[]> {
    const query: Record<string, string> = state ? { state } : {};
    return (await this.#http.get<{ trials: TrialInfo[] }>(`${this.#path}/trials`, query)).trials;
  }

  async info(): Promise<StudyInfo> {
    return (await this.#http.get<{ study: StudyInfo }>(this.#path)).study;
  }

  /** Begins no more trials, here and elsewhere; those that run end as they will. */
  async stop(reason = 'stopped by a program'): Promise<void> {
    await this.#http.post(`${this.#path}/stop`, { reason });
  }

  /** With its trials, for good. */
  async delete(): Promise<void> {
    await this.#http.send(this.#path, { method: 'DELETE' });
  }
}

interface Begun {
  number: number;
  params: Record<string, ParamValue>;
}

/** A trial that runs. */
export class Trial {
  readonly number: number;
  params: Record<string, ParamValue>;
  readonly #http: Http;
  readonly #path: string;

  constructor(http: Http, study: string, { number, params }: Begun) {
    this.#http = http;
    this.number = number;
    this.params = params;
    this.#path = `${study}/trials/${number}`;
  }

  /** More parameters, which may depend on those that the trial has; resolves to all of `params`. */
  async suggest(space: Space): Promise<Record<string, ParamValue>> {
    const path = `${this.#path}/suggest`;
    this.params = (await this.#http.post<Pick<Begun, 'params'>>(path, { space })).params;
    return this.params;
  }

  /** Records an intermediate value of the objective; resolves to whether the trial is worth ending. */
  async report(step: number, value: number): Promise<boolean> {
    const answer = await this.#http.post<{ should_prune: boolean }>(`${this.#path}/report`, { step, value });
    return answer.should_prune;
  }

  async shouldPrune(): Promise<boolean> {
    return (await this.#http.get<{ should_prune: boolean }>(`${this.#path}/should_prune`)).should_prune;
  }

  async setUserAttr(name: string, value: unknown): Promise<void> {
    await this.#http.send(this.#path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: toJson({ user_attrs: { [name]: value } }),
    });
  }

  /**
   * Ends the trial.
   *
   * @param values of the objective, or one for each; NaN is a failure; none with another state than COMPLETE
   */
  async tell(values: number | number[], { state, constraints, userAttrs }: Told = {}): Promise<void> {
    const given = [values].flat();
    const failed = given.some(Number.isNaN);
    await this.#http.post(`${this.#path}/tell`, {
      ...(failed ? { state: 'FAIL' } : { state, values: given.length > 0 ? given : undefined }),
      constraints,
      user_attrs: userAttrs,
    });
  }
}
