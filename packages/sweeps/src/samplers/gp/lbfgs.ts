/** Answers the value at `x`, and writes the gradient there. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimizeOptions {
  low?: ArrayLike<number>;
  high?: ArrayLike<number>;
  /** Ends when no component of the projected gradient is above. */
  gradientTolerance: number;
  iterations?: number;
}

const MEMORY = 10;
const RELATIVE_TOLERANCE = 2e-9;

/**
 * Minimises a function within bounds: limited-memory BFGS over the coordinates that no bound holds, with a line
 * search along the path that is bent at the bounds (Bertsekas, "Projected Newton methods", 1982; Nocedal and Wright,
 * "Numerical Optimization", algorithm 7.4).
 */
export function minimize(
  f: Differentiable,
  start: ArrayLike<number>,
  { low, high, gradientTolerance, iterations = 200 }: MinimizeOptions,
): { x: Float64Array; value: number; steps: number } {
  const n = start.length;
  const clip = (value: number, i: number) =>
    Math.min(Math.max(value, low?.[i] ?? Number.NEGATIVE_INFINITY), high?.[i] ?? Number.POSITIVE_INFINITY);
  let x: Float64Array = Float64Array.from(start, clip);
  let gradient: Float64Array = new Float64Array(n);
  let value = f(x, gradient);
  const pairs: Pair[] = [];
  let steps = 0;
  for (; steps < iterations; steps++) {
    const projected = gradient.map((g, i) => (x[i] as number) - clip((x[i] as number) - g, i));
    if (!Number.isFinite(value) || largest(projected) <= gradientTolerance) break;
    const free = gradient.map((g, i) => (clip((x[i] as number) - Math.sign(g) * 1e-12, i) === x[i] ? 0 : g));
    let direction = descend(free, pairs);
    free.forEach((g, i) => {
      if (g === 0) direction[i] = 0;
    });
    if (!(dot(direction, free) < 0)) {
      pairs.length = 0;
      direction = free.map((g) => -g);
    }
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / largest(free));
    const found = search(f, x, value, gradient, direction, first, clip);
    if (!found) {
      if (pairs.length === 0) break;
      pairs.length = 0;
      continue;
    }
    const s = found.x.map((after, i) => after - (x[i] as number));
    const y = found.gradient.map((after, i) => after - (gradient[i] as number));
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      pairs.push({ s, y, curvature });
      if (pairs.length > MEMORY) pairs.shift();
    }
    const gain = value - found.value;
    const scale = Math.max(Math.abs(value), Math.abs(found.value), 1);
    ({ x, value, gradient } = found);
    if (gain <= RELATIVE_TOLERANCE * scale) break;
  }
  return { x, value, steps };
}

interface Pair {
  s: Float64Array;
  y: Float64Array;
  curvature: number;
}

/** The two-loop recursion. */
function descend(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = Float64Array.from(gradient, (g) => -g);
  const alphas = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, curvature } = pairs[k] as Pair;
    const alpha = dot(s, q) / curvature;
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - alpha * (y[i] as number);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.y, last.y);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  }
  pairs.forEach(({ s, y, curvature }, k) => {
    const beta = dot(y, q) / curvature;
    for (let i = 0; i < q.length; i++)
      q[i] = (q[i] as number) + ((alphas[k] as number) - beta) * (s[i] as number);
  });
  return q;
}

/** Halves the step until it gains enough (Armijo); doubles it first where the slope there is still steep. */
function search(
  f: Differentiable,
  x: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
  clip: (value: number, i: number) => number,
): { x: Float64Array; value: number; gradient: Float64Array } | null {
  const at = (step: number) => {
    const moved = x.map((from, i) => clip(from + step * (direction[i] as number), i));
    const slope = moved.reduce((sum, to, i) => sum + (gradient[i] as number) * (to - (x[i] as number)), 0);
    const there = new Float64Array(x.length);
    const result = f(moved, there);
    return { x: moved, value: result, gradient: there, enough: result <= value + 1e-4 * slope };
  };
  const steepness = dot(gradient, direction);
  let step = first;
  let best = at(step);
  for (let i = 0; i < 10 && best.enough && dot(best.gradient, direction) < 0.9 * steepness; i++) {
    const further = at(step * 2);
    if (!further.enough || further.value >= best.value) break;
    [best, step] = [further, step * 2];
  }
  for (let i = 0; i < 20 && !best.enough; i++) {
    step /= 2;
    best = at(step);
  }
  return best.enough && best.value < value ? best : null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
