import { cdf, logMass, quantile } from '../../normal.ts';
import type { Random } from '../../random.ts';
import type { Kernels } from './kernels.ts';
import type { Terms } from './terms.ts';

export interface Bounds {
  low: number;
  high: number;
  step: number | null;
  log: boolean;
}

/** What of the observations was worked out before. */
export interface Known {
  /** Their indexes by value. */
  order?: ArrayLike<number> | undefined;
  masses?: KnownMasses | undefined;
}

/** How much of each kernel is within bounds, as a logarithm, by the width for which that was worked out. */
export interface KnownMasses {
  get(kernel: number, sigma: number): number | undefined;
  set(kernel: number, sigma: number, logMass: number): void;
}

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** Normal distributions cut to the parameter's range; on a log scale, and in cells of one step, where asked. */
export class NumericKernels implements Kernels {
  readonly isCategorical = false;
  readonly isStepped: boolean;
  readonly mus: Float64Array;
  readonly sigmas: Float64Array;
  /** One over each width and the root of 2: a square is taken of what is multiplied by it. */
  readonly #narrowness: Float64Array;
  readonly #masses: KnownMasses | undefined;
  readonly #bounds: Bounds;
  readonly #low: number;
  readonly #high: number;
  /** Where there are steps, the kernels that are alike: observations on a grid fall together. */
  readonly #groups: Groups | null;
  readonly #byValue = new Map<number, Float64Array>();

  constructor(bounds: Bounds, observations: ArrayLike<number>, { order, masses }: Known = {}) {
    this.#bounds = bounds;
    this.isStepped = bounds.step !== null;
    const half = bounds.step === null ? 0 : bounds.step / 2;
    this.#low = scale(bounds.low - half, bounds);
    this.#high = scale(bounds.high + half, bounds);
    const count = observations.length;
    this.mus = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) this.mus[i] = scale(observations[i] as number, bounds);
    this.mus[count] = 0.5 * (this.#low + this.#high);
    const sorted =
      order ?? Uint32Array.from(observations, (_, i) => i).sort((a, b) => at(this.mus, a) - at(this.mus, b));
    this.sigmas = spreads(this.mus, sorted, this.#low, this.#high);
    this.#narrowness = new Float64Array(count + 1);
    for (let i = 0; i <= count; i++) this.#narrowness[i] = Math.SQRT1_2 / at(this.sigmas, i);
    this.#masses = masses;
    this.#groups = bounds.step === null ? null : groupsOf(this.mus, this.sigmas, sorted);
  }

  sample(kernel: number, random: Random): number {
    const [mu, sigma] = [at(this.mus, kernel), at(this.sigmas, kernel)];
    const [from, to] = [cdf((this.#low - mu) / sigma), cdf((this.#high - mu) / sigma)];
    const drawn = mu + sigma * quantile(from + (to - from) * random.next());
    const inside = Math.min(Math.max(drawn, this.#low), this.#high);
    const { low, high, step, log } = this.#bounds;
    const value = log ? Math.exp(inside) : inside;
    const stepped = step === null ? value : low + Math.round((value - low) / step) * step;
    return Math.min(Math.max(stepped, low), high);
  }

  addConstants(into: Float64Array): void {
    if (this.#groups) return;
    let [last, log] = [Number.NaN, 0];
    for (let kernel = 0; kernel < into.length; kernel++) {
      const mu = at(this.mus, kernel);
      const sigma = at(this.sigmas, kernel);
      // Most widths are the smallest one.
      if (sigma !== last) [last, log] = [sigma, Math.log(sigma)];
      let inside = this.#masses?.get(kernel, sigma);
      if (inside === undefined) {
        inside = logMass((this.#low - mu) / sigma, (this.#high - mu) / sigma);
        this.#masses?.set(kernel, sigma, inside);
      }
      into[kernel] = at(into, kernel) - log - LOG_SQRT_2PI - inside;
    }
  }

  addLogPdf(value: number, terms: Terms): void {
    if (this.#groups) this.#addCells(value, this.#groups, terms);
    else this.#addDensities(scale(value, this.#bounds), terms);
  }

  #addDensities(point: number, terms: Terms): void {
    const { mus } = this;
    const narrowness = this.#narrowness;
    const { kernels, logs, count, least } = terms;
    const areAll = count === mus.length;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const kernel = areAll ? i : (kernels[i] as number);
      const z = (point - (mus[kernel] as number)) * (narrowness[kernel] as number);
      const log = (logs[i] as number) - z * z;
      if (log < least) continue;
      kernels[kept] = kernel;
      logs[kept++] = log;
    }
    terms.count = kept;
  }

  #addCells(value: number, { of, mus, sigmas }: Groups, { kernels, logs: terms, count }: Terms): void {
    let logs = this.#byValue.get(value);
    if (!logs) {
      const half = (this.#bounds.step as number) / 2;
      const [left, right] = [scale(value - half, this.#bounds), scale(value + half, this.#bounds)];
      logs = Float64Array.from(mus, (mu, group) => {
        const sigma = sigmas[group] as number;
        return (
          logMass((left - mu) / sigma, (right - mu) / sigma) -
          logMass((this.#low - mu) / sigma, (this.#high - mu) / sigma)
        );
      });
      this.#byValue.set(value, logs);
    }
    for (let i = 0; i < count; i++) {
      terms[i] = (terms[i] as number) + (logs[of[kernels[i] as number] as number] as number);
    }
  }
}

function scale(value: number, { log }: Bounds): number {
  return log ? Math.log(value) : value;
}

function at(array: Float64Array, index: number): number {
  return array[index] as number;
}

/**
 * Each kernel reaches as far as the farther of its neighbours, the outermost to their one; within bounds. The last
 * one, the prior's, reaches over the whole range.
 */
function spreads(mus: Float64Array, order: ArrayLike<number>, low: number, high: number): Float64Array {
  const count = order.length;
  const range = high - low;
  const smallest = range / Math.min(100, count + 2);
  const sigmas = new Float64Array(count + 1);
  sigmas[count] = range;
  let before = 0;
  let mu = at(mus, order[0] as number);
  for (let rank = 0; rank < count; rank++) {
    const next = rank < count - 1 ? at(mus, order[rank + 1] as number) : mu;
    const after = next - mu;
    const sigma = count === 1 ? Math.max(mu - low, high - mu) : Math.max(before, after);
    sigmas[order[rank] as number] = Math.min(Math.max(sigma, smallest), range);
    before = after;
    mu = next;
  }
  return sigmas;
}

interface Groups {
  /** The group of each kernel. */
  of: Uint32Array;
  mus: number[];
  sigmas: number[];
}

function groupsOf(mus: Float64Array, sigmas: Float64Array, order: ArrayLike<number>): Groups {
  const groups: Groups = { of: new Uint32Array(mus.length), mus: [], sigmas: [] };
  const add = (kernel: number, from: number) => {
    const [mu, sigma] = [at(mus, kernel), at(sigmas, kernel)];
    const found = groups.sigmas.indexOf(sigma, from);
    groups.of[kernel] = found < 0 ? groups.mus.push(mu) - 1 : found;
    if (found < 0) groups.sigmas.push(sigma);
  };
  let from = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const kernel = order[rank] as number;
    if (rank > 0 && at(mus, kernel) !== at(mus, order[rank - 1] as number)) from = groups.mus.length;
    add(kernel, from);
  }
  add(mus.length - 1, groups.mus.length);
  return groups;
}
