import { invalid } from '@orrery/core';
import { type Distribution, isSingle } from '../../distribution.ts';
import { bestByDomination } from '../../multiobjective/best.ts';
import { finiteTrials, type ImportanceData, type ParamColumn, pick } from '../data.ts';
import type { ImportanceEvaluator, Importances } from '../evaluator.ts';
import { countOnGrid } from './grid.ts';
import { densityOnGrid } from './scott.ts';

export interface PedAnovaOptions {
  /** What share of the trials is good. */
  targetQuantile?: number;
  /** Among what share of the trials the good ones are to stand out. */
  regionQuantile?: number;
  /** Whether they are to stand out among the trials, or in the search space. */
  evaluateOnLocal?: boolean;
}

const TINY = 1e-12;
const LEAST_TRIALS = 2;

/**
 * PED-ANOVA (Watanabe, Bansal and Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary
 * Subspaces", IJCAI 2023): how far the values of the good trials are from those of all, by the Pearson divergence of
 * their densities. A parameter that only some trials have, or that has several ranges, counts by each of them
 * ("Conditional PED-ANOVA", arXiv 2601.20800, 2026).
 *
 * With several objectives good is what dominates.
 */
export class PedAnova implements ImportanceEvaluator {
  readonly #target: number;
  readonly #region: number;
  readonly #isLocal: boolean;

  /** @throws OrreryError for quantiles out of range */
  constructor({ targetQuantile = 0.1, regionQuantile = 1, evaluateOnLocal = true }: PedAnovaOptions = {}) {
    if (!(targetQuantile > 0 && targetQuantile < regionQuantile && regionQuantile <= 1))
      throw invalid(
        `0 < target quantile ${targetQuantile} < region quantile ${regionQuantile} <= 1 must hold.`,
      );
    this.#target = targetQuantile;
    this.#region = regionQuantile;
    this.#isLocal = evaluateOnLocal;
  }

  evaluate(data: ImportanceData): Importances {
    const trials = finiteTrials(data);
    const none = Object.fromEntries(data.columns.map(({ name }) => [name, 0]));
    if (trials.length <= 1) return none;
    const good = new Set(best(data, trials, this.#target));
    const region = best(data, trials, this.#region);
    const share = good.size / region.length;
    return Object.fromEntries(
      data.columns.map((column) => [column.name, this.#importance(column, region, good) * share ** 2]),
    );
  }

  #importance(column: ParamColumn, region: number[], good: ReadonlySet<number>): number {
    return column.distributions.reduce((sum, distribution, regime) => {
      const all = region.filter((index) => column.regimes[index] === regime);
      const chosen = all.filter((index) => good.has(index));
      if (all.length < LEAST_TRIALS || chosen.length === 0 || isSingle(distribution)) return sum;
      const [ofGood, ofAll] = [chosen.length / good.size, all.length / region.length];
      const divergence = this.#divergence(distribution, pick(column, chosen), pick(column, all));
      return sum + (ofGood ** 2 / ofAll) * divergence;
    }, 0);
  }

  #divergence(distribution: Distribution, good: ParamColumn, all: ParamColumn): number {
    const top = densityOnGrid(distribution, countOnGrid(distribution, good.values));
    const base = this.#isLocal ? densityOnGrid(distribution, countOnGrid(distribution, all.values)) : null;
    return top.reduce((sum, density, point) => {
      const local = base ? (base[point] as number) + TINY : 1 / top.length;
      return sum + local * ((density + TINY) / local - 1) ** 2;
    }, 0);
  }
}

/** The best share of the trials, and those that are as good as the last of them. */
function best({ losses }: ImportanceData, trials: number[], quantile: number): number[] {
  if (quantile === 1) return trials;
  const count = Math.ceil(quantile * trials.length);
  if (losses.length > 1) {
    const points = trials.map((index) => losses.map((column) => column[index] as number));
    return bestByDomination(points, count).map((place) => trials[place] as number);
  }
  const own = losses[0] as Float64Array;
  const worst = Float64Array.from(trials, (index) => own[index] as number).sort()[count - 1] as number;
  return trials.filter((index) => (own[index] as number) <= worst);
}
