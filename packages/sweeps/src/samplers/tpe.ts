import { isSingle, type ParamValue, type SearchSpace, toExternal, toInternal } from '../distribution.ts';
import { Random } from '../random.ts';
import type { Direction, FrozenTrial } from '../trial.ts';
import { lastStep } from '../trial.ts';
import { ParzenEstimator } from './parzen.ts';
import { uniform } from './random.ts';
import type { SampleContext, Sampler } from './sampler.ts';

export interface TpeOptions {
  seed: number;
  /** Trials sampled at random before the model is used. */
  nStartupTrials?: number;
  /** Candidates drawn for each suggestion. */
  nEiCandidates?: number;
}

/**
 * The Tree-structured Parzen Estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS
 * 2011), over all parameters at once, with the settings that Optuna 5 has by default (Watanabe,
 * arXiv:2304.11127).
 *
 * The best tenth of the trials (25 at most) makes one density, the others make a second; the candidate drawn from
 * the first with the highest ratio of the two is suggested. Running trials count among the others, so that workers
 * do not try the same (constant liar). Pruned trials rank behind the complete ones: the further they came, then the
 * better their last value, the higher.
 */
export class TPESampler implements Sampler {
  readonly name = 'tpe';
  readonly #random: Random;
  readonly #nStartupTrials: number;
  readonly #nEiCandidates: number;

  constructor({ seed, nStartupTrials = 10, nEiCandidates = 24 }: TpeOptions) {
    this.#random = new Random(seed);
    this.#nStartupTrials = nStartupTrials;
    this.#nEiCandidates = nEiCandidates;
  }

  sample(space: SearchSpace, { directions, trials, trial }: SampleContext): Record<string, ParamValue> {
    const finished = trials.filter(({ state }) => state === 'COMPLETE' || state === 'PRUNED');
    const open = Object.fromEntries(
      Object.entries(space).filter(([, distribution]) => !isSingle(distribution)),
    );
    const params: Record<string, ParamValue> = {};
    for (const [name, distribution] of Object.entries(space)) {
      params[name] = toExternal(distribution, uniform(distribution, this.#random));
    }
    if (finished.length < this.#nStartupTrials || Object.keys(open).length === 0) return params;

    const running = trials.filter(({ state, trialId }) => state === 'RUNNING' && trialId !== trial.trialId);
    const [below, above] = splitTrials(finished, gamma(finished.length), directions[0] ?? 'minimize');
    const good = new ParzenEstimator(open, observe(open, below));
    const rest = new ParzenEstimator(open, observe(open, inOrder([...above, ...running])));

    let best: number[] = [];
    let bestRatio = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#nEiCandidates; i++) {
      const candidate = good.sample(this.#random);
      const ratio = good.logPdf(candidate) - rest.logPdf(candidate);
      if (ratio > bestRatio || best.length === 0) [best, bestRatio] = [candidate, ratio];
    }
    Object.entries(open).forEach(([name, distribution], index) => {
      params[name] = toExternal(distribution, best[index] as number);
    });
    return params;
  }
}

/** How many of `count` trials are the good ones. */
export function gamma(count: number): number {
  return Math.min(Math.ceil(0.1 * count), 25);
}

/** Splits finished trials into the `nBelow` best and the others, each in order of number. */
export function splitTrials(
  trials: FrozenTrial[],
  nBelow: number,
  direction: Direction,
): [below: FrozenTrial[], above: FrozenTrial[]] {
  const sign = direction === 'maximize' ? -1 : 1;
  const complete = trials.filter(({ state }) => state === 'COMPLETE');
  complete.sort((a, b) => sign * ((a.values?.[0] as number) - (b.values?.[0] as number)));
  const pruned = trials
    .filter(({ state }) => state === 'PRUNED')
    .map((trial) => ({ trial, rank: prunedRank(trial, sign) }));
  pruned.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || 0);
  const ranked = [...complete, ...pruned.map(({ trial }) => trial)];
  return [inOrder(ranked.slice(0, nBelow)), inOrder(ranked.slice(nBelow))];
}

function prunedRank(trial: FrozenTrial, sign: number): [number, number] {
  const step = lastStep(trial);
  if (step === null) return [1, 0];
  const value = trial.intermediateValues.get(step) as number;
  return [-step, Number.isNaN(value) ? Number.MAX_VALUE : sign * value];
}

/** Internal values of the trials that have every parameter of the space. */
function observe(space: SearchSpace, trials: FrozenTrial[]): Record<string, number[]> {
  const names = Object.keys(space);
  const whole = trials.filter(({ params }) => names.every((name) => name in params));
  return Object.fromEntries(
    names.map((name) => [
      name,
      whole.map(({ params }) => toInternal(space[name] as SearchSpace[string], params[name] as ParamValue)),
    ]),
  );
}

function inOrder(trials: FrozenTrial[]): FrozenTrial[] {
  return trials.sort((a, b) => a.number - b.number);
}
