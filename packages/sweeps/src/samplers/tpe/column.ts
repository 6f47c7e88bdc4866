import type { Distribution, ParamValue } from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import { insertSorted } from './ranking.ts';

/** The internal values of one parameter by trial number, NaN where a trial has none, and their order. */
export class Column {
  readonly distribution: Distribution;
  readonly #name: string;
  #values = new Float64Array(64).fill(Number.NaN);
  #sigmas = new Float64Array(64).fill(Number.NaN);
  #masses = new Float64Array(64).fill(Number.NaN);
  /** Numbers of the trials that have the parameter, by value. */
  readonly order: number[] = [];

  constructor(name: string, distribution: Distribution) {
    this.#name = name;
    this.distribution = distribution;
  }

  at(number: number): number {
    return this.#values[number] ?? Number.NaN;
  }

  has(number: number): boolean {
    return !Number.isNaN(this.at(number));
  }

  /** See `KnownMasses`; a running trial has a number below 0 and none. */
  massOf(number: number, sigma: number): number | undefined {
    return number >= 0 && this.#sigmas[number] === sigma ? this.#masses[number] : undefined;
  }

  setMass(number: number, sigma: number, mass: number): void {
    if (number < 0) return;
    this.#sigmas[number] = sigma;
    this.#masses[number] = mass;
  }

  add(trials: readonly FrozenTrial[]): void {
    const byValue = (a: number, b: number) => this.at(a) - this.at(b) || a - b;
    const added: number[] = [];
    for (const { number, params } of trials) {
      const value = internalOf(this.distribution, params[this.#name]);
      if (Number.isNaN(value)) continue;
      this.#grow(number);
      this.#values[number] = value;
      added.push(number);
    }
    if (added.length > 32) {
      this.order.push(...added);
      this.order.sort(byValue);
    } else {
      for (const number of added) insertSorted(this.order, number, byValue);
    }
  }

  #grow(number: number): void {
    if (number < this.#values.length) return;
    this.#values = grown(this.#values, 2 * number + 1);
    this.#sigmas = grown(this.#sigmas, 2 * number + 1);
    this.#masses = grown(this.#masses, 2 * number + 1);
  }
}

function grown(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length).fill(Number.NaN);
  longer.set(array);
  return longer;
}

/** NaN for no value, and for one that the distribution cannot hold. */
export function internalOf(distribution: Distribution, value: ParamValue | undefined): number {
  if (value === undefined) return Number.NaN;
  if (distribution.name === 'CategoricalDistribution') {
    const index = distribution.attributes.choices.indexOf(value);
    return index < 0 ? Number.NaN : index;
  }
  const internal = Number(value);
  return distribution.attributes.log && internal <= 0 ? Number.NaN : internal;
}
