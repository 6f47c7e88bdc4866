import type { Random } from '../../random.ts';
import type { Acquisition } from './acquisition.ts';
import type { GpCube } from './cube.ts';
import { minimize } from './lbfgs.ts';

export interface SearchOptions {
  acquisition: Acquisition;
  cube: GpCube;
  /** How fast the acquisition changes along each parameter. */
  lengthScales: Float64Array;
  /** Known good points to begin from. */
  starts: readonly Float64Array[];
  random: Random;
}

const CANDIDATES = 2048;
const LOCAL_SEARCHES = 10;
const TOLERANCE = 1e-4;
const ROUNDS = 100;
/** Up to so many values of a discrete parameter are all tried. */
const TRY_ALL = 16;

/**
 * The point with the highest acquisition. Of many points that cover the space, the best and some others that are
 * drawn the likelier the better they are go on with a local search, together with the known ones.
 */
export function searchAcquisition(options: SearchOptions): Float64Array {
  const { acquisition, cube, starts, random } = options;
  const candidates = cube.sample(CANDIDATES, random.below(2 ** 31));
  const values = candidates.map((x) => acquisition.evaluate(x));
  const top = values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0);
  const weights = values.map((value, i) => (i === top ? 0 : Math.exp(value - (values[top] as number))));
  const others = drawWithout(weights, LOCAL_SEARCHES - 1 - starts.length, random);
  const from = [...[top, ...others].map((i) => candidates[i] as Float64Array), ...starts];
  const found = from.map((x) => climb(x, options));
  return found.reduce((best, one) => (one.value > best.value ? one : best)).x;
}

interface Found {
  x: Float64Array;
  value: number;
}

/** In turns along the gradient of the continuous parameters, and over each discrete one, until nothing changes. */
function climb(start: Float64Array, options: SearchOptions): Found {
  const { acquisition, cube } = options;
  const choices = cube.choices;
  let best: Found = { x: start, value: acquisition.evaluate(start) };
  /** The dimension that changed last; -1 for the continuous ones. */
  let changed = -1;
  for (let round = 0; round < ROUNDS; round++) {
    const moved = ascend(best, options);
    if (moved.value > best.value) [best, changed] = [moved, -1];
    for (let d = 0; d < choices.length; d++) {
      const list = choices[d];
      if (!list) continue;
      if (changed === d) return best;
      const other = choose(best, d, list, acquisition, cube.isCategorical[d] as boolean);
      if (other.value > best.value) [best, changed] = [other, d];
    }
    if (changed === -1) return best;
  }
  return best;
}

/** Each parameter in units of its length scale, so that no direction is much steeper than another. */
function ascend(from: Found, { acquisition, cube, lengthScales }: SearchOptions): Found {
  const continuous = cube.choices.flatMap((choices, d) => (choices ? [] : [d]));
  if (continuous.length === 0) return from;
  const scales = continuous.map((d) => lengthScales[d] as number);
  const x = Float64Array.from(from.x);
  const gradient = new Float64Array(x.length);
  const place = (scaled: Float64Array) => {
    continuous.forEach((d, i) => {
      x[d] = Math.min((scaled[i] as number) * (scales[i] as number), 1);
    });
  };
  const loss = (scaled: Float64Array, slopes: Float64Array) => {
    place(scaled);
    const value = acquisition.evaluate(x, gradient);
    continuous.forEach((d, i) => {
      slopes[i] = -(gradient[d] as number) * (scales[i] as number);
    });
    return -value;
  };
  const start = continuous.map((d, i) => (from.x[d] as number) / (scales[i] as number));
  const result = minimize(loss, start, {
    low: scales.map(() => 0),
    high: scales.map((scale) => 1 / scale),
    gradientTolerance: Math.sqrt(TOLERANCE),
  });
  place(result.x);
  return { x, value: -result.value };
}

/** The best value of one discrete parameter; of many, those on the way up from where it stands. */
function choose(
  from: Found,
  d: number,
  choices: Float64Array,
  acquisition: Acquisition,
  isCategorical: boolean,
): Found {
  const at = (index: number): Found => {
    const x = Float64Array.from(from.x);
    x[d] = choices[index] as number;
    return { x, value: acquisition.evaluate(x) };
  };
  const here = nearest(choices, from.x[d] as number);
  let best = from;
  if (isCategorical || choices.length <= TRY_ALL) {
    for (let i = 0; i < choices.length; i++) {
      const other = i === here ? from : at(i);
      if (other.value > best.value) best = other;
    }
    return best;
  }
  let index = here;
  for (let step = choices.length >> 2; step >= 1; ) {
    const next = [index - step, index + step]
      .filter((i) => i >= 0 && i < choices.length)
      .map((i) => ({ i, found: at(i) }))
      .reduce((a, b) => (b.found.value > a.found.value ? b : a));
    if (next.found.value > best.value) [best, index] = [next.found, next.i];
    else step >>= 1;
  }
  return best;
}

function nearest(sorted: Float64Array, x: number): number {
  return sorted.reduce(
    (best, value, i) => (Math.abs(value - x) < Math.abs((sorted[best] as number) - x) ? i : best),
    0,
  );
}

/** Indexes, each as likely as its weight and none twice; fewer where not enough have a weight. */
function drawWithout(weights: readonly number[], count: number, random: Random): number[] {
  const open = [...weights];
  const drawn: number[] = [];
  while (drawn.length < count) {
    const sum = open.reduce((a, b) => a + b, 0);
    if (!(sum > 0)) return drawn;
    const index = random.choose(open.map((weight) => weight / sum));
    if ((open[index] as number) > 0) drawn.push(index);
    open[index] = 0;
  }
  return drawn;
}
