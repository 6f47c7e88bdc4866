import { createHash } from 'node:crypto';
import {
  type Distribution,
  float,
  type ParamValue,
  type SearchSpace,
  toExternal,
} from '../../distribution.ts';
import { Random } from '../../random.ts';
import type { FrozenTrial } from '../../trial.ts';
import { uniform } from '../random.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { UnitCube } from '../spaces/transform.ts';
import { Halton } from './halton.ts';
import { pythonRepr } from './python-repr.ts';
import { Sobol } from './sobol.ts';

export interface QmcOptions {
  /** Also of a scrambled sequence: workers that share a study need the same. */
  seed: number;
  kind?: 'sobol' | 'halton';
  scramble?: boolean;
}

/**
 * Quasi-random search: points of a low-discrepancy sequence, which cover a space more evenly than random ones
 * (Bergstra and Bengio, JMLR 2012). Good to begin with, and for a fixed budget of trials at a time.
 *
 * The space is that of the study where it is known, else that of its first trial, which is sampled at random. How
 * many points were taken stands in the study's system attributes under the key of Optuna's QMCSampler, so that
 * workers of both kinds go through one unscrambled sequence together.
 */
export class QMCSampler implements Sampler {
  readonly name = 'qmc';
  readonly #random: Random;
  readonly #seed: number;
  readonly #kind: 'sobol' | 'halton';
  readonly #scramble: boolean;
  /** The last point that this sampler has given, by key: trials that begin together do not see one another's. */
  readonly #last = new Map<string, number>();
  #sequence: { dimensions: number; points: Sobol | Halton } | undefined;

  constructor({ seed, kind = 'sobol', scramble = false }: QmcOptions) {
    this.#random = new Random(seed);
    this.#seed = seed;
    this.#kind = kind;
    this.#scramble = scramble;
  }

  relativeSpace({ trials, space }: StudyView, trial: FrozenTrial): SearchSpace {
    const first = trials.find(({ state }) => state === 'COMPLETE' || state === 'PRUNED');
    if (first) return first.distributions;
    if (space) return space;
    const running = trials.filter(({ state, number }) => state === 'RUNNING' && number !== trial.number);
    return Object.assign({}, ...running.map(({ distributions }) => distributions));
  }

  sampleRelative(study: StudyView, _: FrozenTrial, space: SearchSpace): Suggestion {
    const dimensions = Object.keys(space).length;
    if (dimensions === 0) return { params: {} };
    const key = this.#key(space);
    const index = this.#next(study, key);
    if (this.#sequence?.dimensions !== dimensions) {
      const seed = this.#scramble ? this.#seed : null;
      const points = this.#kind === 'sobol' ? new Sobol(dimensions, seed) : new Halton(dimensions, seed);
      this.#sequence = { dimensions, points };
    }
    return {
      params: paramsAt(this.#sequence.points.point(index), space),
      studyAttrs: { [key]: index },
    };
  }

  sampleIndependent(_: StudyView, __: FrozenTrial, ___: string, distribution: Distribution): ParamValue {
    return toExternal(distribution, uniform(distribution, this.#random));
  }

  #next({ trials, systemAttrs }: StudyView, key: string): number {
    // A study of which nothing has begun before has nothing to do with what was given.
    const given = trials.length > 1 ? (this.#last.get(key) ?? -1) : -1;
    const index = Math.max(Number(systemAttrs[key] ?? -1), given) + 1;
    this.#last.set(key, index);
    return index;
  }

  #key(space: SearchSpace): string {
    const described = Object.keys(space)
      .sort()
      .map((name) => `${quoted(name)}: ${quoted(pythonRepr(space[name] as Distribution))}`);
    const seed = this.#scramble ? `"scramble": true, "seed": ${this.#seed}` : '"scramble": false';
    const text = `{"qmc_type": "${this.#kind}", "search_space": {${described.join(', ')}}, ${seed}}`;
    return `qmc:${createHash('sha256').update(text).digest('hex')}`;
  }
}

/** A category takes an equal part of its side. */
function paramsAt(point: number[], space: SearchSpace): Record<string, ParamValue> {
  const numeric = Object.fromEntries(
    Object.entries(space).map(([name, distribution]) => [
      name,
      distribution.name === 'CategoricalDistribution'
        ? float(0, distribution.attributes.choices.length)
        : distribution,
    ]),
  );
  const values = new UnitCube(numeric).toParams(point);
  return Object.fromEntries(
    Object.entries(space).map(([name, distribution]) => {
      const value = values[name] as number;
      return [
        name,
        distribution.name === 'CategoricalDistribution' ? toExternal(distribution, Math.floor(value)) : value,
      ];
    }),
  );
}

/** JSON as Python writes it: what is not ASCII is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
