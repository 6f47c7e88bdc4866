import { constraintsOf } from '../../constraints.ts';
import { type Distribution, type ParamValue, type SearchSpace, toExternal } from '../../distribution.ts';
import { nonDominatedBoxes } from '../../multiobjective/boxes.ts';
import { onFront } from '../../multiobjective/domination.ts';
import { toLosses } from '../../multiobjective/losses.ts';
import { quantile } from '../../normal.ts';
import { Random } from '../../random.ts';
import { inThread } from '../../thread/thread.ts';
import type { FrozenTrial } from '../../trial.ts';
import { Sobol } from '../qmc/sobol.ts';
import { uniform } from '../random.ts';
import { knownParams, shareParams } from '../relative-params.ts';
import type { Sampler, StudyView, Suggestion } from '../sampler.ts';
import { IntersectionSpace } from '../spaces/intersection.ts';
import {
  type Acquisition,
  LogExpectedHypervolume,
  LogExpectedImprovement,
  LogProbability,
  Product,
} from './acquisition.ts';
import { askToSend } from './apart.ts';
import { GpCube } from './cube.ts';
import { fitRegressor } from './fit.ts';
import type { GpRegressor, KernelParams } from './regressor.ts';
import { searchAcquisition } from './search.ts';
import { standardize } from './standardize.ts';

export interface GpOptions {
  seed: number;
  /** Trials sampled at random before there is a model. */
  nStartupTrials?: number;
  /** Whether the same parameters always give the same value. */
  deterministicObjective?: boolean;
}

/** With more trials an ask takes longer than it takes to start a thread. */
const APART_FROM = 100;

/** Draws that the expected hypervolume is the mean of. */
const DRAWS = 128;
const LOCAL_STARTS = 5;

/**
 * Bayesian optimisation: a Gaussian process is fitted to the trials, and what promises most by it is tried next (Jones,
 * Schonlau and Welch, "Efficient global optimization of expensive black-box functions", 1998). For few and expensive
 * trials. Parameters may be mixed, discrete and categorical.
 *
 * One objective goes by the expected improvement, several by the expected improvement of the hypervolume; constraints
 * by the probability that they are kept (Gardner et al., "Bayesian optimization with inequality constraints", 2014).
 * Running trials count with the values that are expected of them.
 */
export class GPSampler implements Sampler {
  readonly name = 'gp';
  readonly #options: GpOptions;
  readonly #random: Random;
  readonly #startup: number;
  readonly #deterministic: boolean;
  readonly #space = new IntersectionSpace();
  /** What was fitted last, to begin the next fit from. */
  fitted = new Map<string, KernelParams>();

  constructor(options: GpOptions) {
    const { seed, nStartupTrials = 10, deterministicObjective = false } = options;
    this.#options = options;
    this.#random = new Random(seed);
    this.#startup = nStartupTrials;
    this.#deterministic = deterministicObjective;
  }

  relativeSpace({ trials }: StudyView): SearchSpace {
    return this.#space.of(trials);
  }

  sampleRelative(study: StudyView, trial: FrozenTrial, space: SearchSpace): Suggestion {
    const names = Object.keys(space);
    const has = (params: object) => names.every((name) => name in params);
    const complete = study.trials.filter(
      ({ state, values, params }) => state === 'COMPLETE' && values && has(params),
    );
    if (names.length === 0 || complete.length < Math.max(this.#startup, 1)) return { params: {} };
    const running = study.trials
      .filter(({ state, number }) => state === 'RUNNING' && number !== trial.number)
      .map((other) => knownParams('gp', other))
      .filter(has);

    const cube = new GpCube(space);
    const points = complete.map(({ params }) => cube.toPoint(params));
    const pending = running.map((params) => cube.toPoint(params));
    const { acquisition, starts, lengthScales } = this.#model(study, complete, points, pending, cube);
    const found = searchAcquisition({ acquisition, cube, lengthScales, starts, random: this.#random });
    const params = cube.toParams(found);
    return { params, trialAttrs: shareParams('gp', params) };
  }

  async sampleRelativeApart(study: StudyView, trial: FrozenTrial, space: SearchSpace): Promise<Suggestion> {
    if (study.trials.length < APART_FROM) return this.sampleRelative(study, trial, space);
    const options = { ...this.#options, seed: this.#random.below(2 ** 31) };
    const { suggestion, fitted } = await inThread('gp', askToSend(options, this.fitted, study, trial, space));
    this.fitted = fitted;
    return suggestion;
  }

  sampleIndependent(_: StudyView, __: FrozenTrial, ___: string, distribution: Distribution): ParamValue {
    return toExternal(distribution, uniform(distribution, this.#random));
  }

  #model(
    { directions }: StudyView,
    complete: FrozenTrial[],
    points: Float64Array[],
    pending: Float64Array[],
    cube: GpCube,
  ): { acquisition: Acquisition; starts: Float64Array[]; lengthScales: Float64Array } {
    const scores = columns(
      complete.map(({ values }) => toLosses(values as number[], directions).map((x) => -x)),
    ).map((column) => standardize(column).values);
    const objectives = scores.map((values, i) => this.#fit(`objective ${i}`, points, values, cube));
    const constraints = this.#constraints(complete, points, cube);
    const feasible = [...complete.keys()].filter((index) => constraints.isFeasible(index));
    const parts: Acquisition[] = constraints.models.map(
      ({ regressor, threshold }) => new LogProbability(regressor.believing(pending), threshold),
    );
    let starts: Float64Array[] = [];
    if (feasible.length > 0) {
      const believing = objectives.map((regressor) => regressor.believing(pending));
      const best =
        scores.length === 1 ? [argmax(scores[0] as Float64Array, feasible)] : this.#front(scores, feasible);
      starts = best.map((index) => points[index] as Float64Array);
      parts.push(
        scores.length === 1
          ? new LogExpectedImprovement(believing[0] as GpRegressor, scores[0]?.[best[0] as number] as number)
          : this.#hypervolume(believing, scores, feasible),
      );
    }
    const scales = objectives.map(({ lengthScales }) => lengthScales);
    const lengthScales = (scales[0] as Float64Array).map(
      (_, d) => scales.reduce((sum, one) => sum + (one[d] as number), 0) / scales.length,
    );
    return {
      acquisition: parts.length === 1 ? (parts[0] as Acquisition) : new Product(parts),
      starts,
      lengthScales,
    };
  }

  #fit(key: string, points: Float64Array[], values: Float64Array, cube: GpCube): GpRegressor {
    const known = this.fitted.get(key);
    const start = known?.relevances.length === cube.dimensions ? known : undefined;
    const data = { points, values, isCategorical: cube.isCategorical };
    const regressor = fitRegressor(data, { start, deterministic: this.#deterministic });
    this.fitted.set(key, regressor.params);
    return regressor;
  }

  /** One process a constraint, of how well it is kept, where the trials have any. */
  #constraints(complete: FrozenTrial[], points: Float64Array[], cube: GpCube) {
    const known = complete.map((trial) => constraintsOf(trial));
    const names = Object.keys(known[0] ?? {}).filter((name) =>
      known.every((constraints) => name in constraints),
    );
    const models = names.map((name) => {
      const { values, mean, deviation } = standardize(
        Float64Array.from(known, (constraints) => -(constraints[name] as number)),
      );
      return {
        regressor: this.#fit(`constraint ${name}`, points, values, cube),
        threshold: -mean / deviation,
      };
    });
    return {
      models,
      isFeasible: (index: number) => Object.values(known[index] ?? {}).every((value) => value <= 0),
    };
  }

  /** Some of the Pareto front, drawn at random. */
  #front(scores: Float64Array[], feasible: number[]): number[] {
    const losses = feasible.map((index) => scores.map((values) => -(values[index] as number)));
    const keep = onFront(losses);
    const open = feasible.filter((_, i) => keep[i]);
    const chosen: number[] = [];
    while (chosen.length < LOCAL_STARTS && open.length > 0)
      chosen.push(...open.splice(this.#random.below(open.length), 1));
    return chosen;
  }

  #hypervolume(regressors: GpRegressor[], scores: Float64Array[], feasible: number[]): Acquisition {
    const losses = feasible.map((index) => scores.map((values) => -(values[index] as number)));
    const reference = scores.map((_, k) => {
      const worst = Math.max(...losses.map((point) => point[k] as number));
      return Math.max(1.1 * worst, 0.9 * worst) + Number.EPSILON * Math.max(1, Math.abs(worst));
    });
    const boxes = nonDominatedBoxes(losses, reference);
    const sobol = new Sobol(scores.length, this.#random.below(2 ** 31));
    const draws = Array.from({ length: DRAWS }, (_, i) =>
      sobol.point(i).map((x) => quantile(Math.min(Math.max(x, 1e-12), 1 - 1e-12))),
    );
    // Losses are to be low, scores to be high.
    const valueBoxes = boxes.map(({ low, high }) => ({ low: high.map((x) => -x), high: low.map((x) => -x) }));
    return new LogExpectedHypervolume(regressors, valueBoxes, draws);
  }
}

function columns(rows: number[][]): Float64Array[] {
  return (rows[0] as number[]).map((_, k) => Float64Array.from(rows, (row) => row[k] as number));
}

function argmax(values: Float64Array, among: number[]): number {
  return among.reduce((best, index) => ((values[index] as number) > (values[best] as number) ? index : best));
}
