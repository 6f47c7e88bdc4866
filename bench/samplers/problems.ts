import { categorical, float, int } from '@orrery/sweeps';
import type { MemoryTrial } from '../../packages/sweeps/test/memory-study.ts';

/** A function to minimise; several values are several objectives. */
export type Problem = (trial: MemoryTrial) => number | number[];

const { PI, cos, exp, log10, log2, sin, sqrt } = Math;

const floats = (trial: MemoryTrial, count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, (_, i) => trial.suggest<number>(`x${i}`, float(low, high)));
const pair = (trial: MemoryTrial, x: [number, number], y: [number, number]) =>
  [trial.suggest<number>('x0', float(...x)), trial.suggest<number>('x1', float(...y))] as const;
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

const HARTMANN: [weight: number, a: number[], p: number[]][] = [
  [1, [10, 3, 17, 3.5, 1.7, 8], [1312, 1696, 5569, 124, 8283, 5886]],
  [1.2, [0.05, 10, 17, 0.1, 8, 14], [2329, 4135, 8307, 3736, 1004, 9991]],
  [3, [3, 3.5, 1.7, 10, 17, 8], [2348, 1451, 3522, 2883, 3047, 6650]],
  [3.2, [17, 8, 0.05, 10, 0.1, 14], [4047, 8828, 8732, 5743, 1091, 381]],
];

const KINDS: Record<string, { best: number; bonus: number }> = {
  relu: { best: -2.5, bonus: 0.1 },
  tanh: { best: -3.2, bonus: 0.4 },
  gelu: { best: -2.8, bonus: 0 },
  sine: { best: -4, bonus: 0.8 },
};

const zdt = (second: (ratio: number, first: number) => number) => (trial: MemoryTrial) => {
  const [first, ...others] = floats(trial, 6, 0, 1) as [number, ...number[]];
  const g = 1 + (9 * sum(others)) / others.length;
  return [first, g * second(first / g, first)];
};

/** The standard functions, moved off the middle of their range; problems.py has the same for Optuna. */
export const PROBLEMS: Record<string, Problem> = {
  sphere: (trial) => sum(floats(trial, 5, -5, 5).map((x) => (x - 1.3) ** 2)),

  rosenbrock(trial) {
    const x = floats(trial, 3, -2, 2);
    return sum(
      x.slice(1).map((next, i) => 100 * (next - (x[i] as number) ** 2) ** 2 + (1 - (x[i] as number)) ** 2),
    );
  },

  branin(trial) {
    const [x, y] = pair(trial, [-5, 10], [0, 15]);
    const bend = y - (5.1 / (4 * PI ** 2)) * x ** 2 + (5 / PI) * x - 6;
    return bend ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(x) + 10;
  },

  hartmann6(trial) {
    const x = floats(trial, 6, 0, 1);
    const near = (a: number[], p: number[]) =>
      exp(-sum(x.map((xi, i) => (a[i] as number) * (xi - 1e-4 * (p[i] as number)) ** 2)));
    return -sum(HARTMANN.map(([weight, a, p]) => weight * near(a, p)));
  },

  ackley(trial) {
    const x = floats(trial, 5, -10, 10).map((xi) => xi - 1.3);
    const near = -20 * exp(-0.2 * sqrt(sum(x.map((xi) => xi ** 2)) / 5));
    return near - exp(sum(x.map((xi) => cos(2 * PI * xi))) / 5) + 20 + Math.E;
  },

  rastrigin(trial) {
    const x = floats(trial, 4, -5.12, 5.12).map((xi) => xi - 0.7);
    return sum(x.map((xi) => xi ** 2 - 10 * cos(2 * PI * xi) + 10));
  },

  griewank(trial) {
    const x = floats(trial, 4, -50, 50).map((xi) => xi - 7);
    return (
      sum(x.map((xi) => xi ** 2)) / 4000 -
      x.reduce((product, xi, i) => product * cos(xi / sqrt(i + 1)), 1) +
      1
    );
  },

  levy(trial) {
    const w = floats(trial, 4, -10, 10).map((x) => 1 + (x - 1) / 4);
    const [first, last] = [w[0] as number, w.at(-1) as number];
    const middle = w.slice(0, -1).map((x) => (x - 1) ** 2 * (1 + 10 * sin(PI * x + 1) ** 2));
    return sin(PI * first) ** 2 + sum(middle) + (last - 1) ** 2 * (1 + sin(2 * PI * last) ** 2);
  },

  styblinski: (trial) => sum(floats(trial, 4, -5, 5).map((x) => x ** 4 - 16 * x ** 2 + 5 * x)) / 2,

  camel(trial) {
    const [x, y] = pair(trial, [-3, 3], [-2, 2]);
    return (4 - 2.1 * x ** 2 + x ** 4 / 3) * x ** 2 + x * y + (4 * y ** 2 - 4) * y ** 2;
  },

  /** Like tuning a network: a rate, a width, a depth, a fraction, and an activation. */
  mixed(trial) {
    const rate = log10(trial.suggest('rate', float(1e-5, 1, { log: true })));
    const width = log2(trial.suggest('width', int(8, 1024, { log: true })));
    const depth = trial.suggest<number>('depth', int(1, 8));
    const drop = trial.suggest<number>('drop', float(0, 0.8, { step: 0.05 }));
    const kind = KINDS[trial.suggest<string>('kind', categorical(Object.keys(KINDS)))] as {
      best: number;
      bonus: number;
    };
    const fit = (rate - kind.best) ** 2 + 0.1 * (width - 7 - 0.3 * depth) ** 2 + 0.05 * (depth - 4) ** 2;
    return fit + 4 * (drop - 0.3) ** 2 + kind.bonus;
  },

  /** A tree: which parameters there are depends on the kind of model. */
  conditional(trial) {
    const kind = trial.suggest<string>('kind', categorical(['svm', 'forest', 'net']));
    if (kind === 'svm') {
      const c = trial.suggest<number>('c', float(1e-3, 1e3, { log: true }));
      const gamma = trial.suggest<number>('gamma', float(1e-4, 10, { log: true }));
      return 0.3 + 0.05 * (log10(c) - 1) ** 2 + 0.05 * (log10(gamma) + 2) ** 2;
    }
    if (kind === 'forest') {
      const trees = trial.suggest<number>('trees', int(10, 500));
      return 0.35 + 20 / trees / 10 + 0.002 * (trial.suggest<number>('depth', int(1, 30)) - 14) ** 2;
    }
    const layers = trial.suggest<number>('layers', int(1, 3));
    const rate = trial.suggest<number>('rate', float(1e-5, 1, { log: true }));
    const units = Array.from({ length: layers }, (_, i) => trial.suggest<number>(`units${i}`, int(4, 128)));
    return (
      0.1 +
      0.1 * (log10(rate) + 2.5) ** 2 +
      0.05 * (3 - layers) +
      sum(units.map((u) => ((u - 64) / 100) ** 2))
    );
  },

  zdt1: zdt((ratio) => 1 - sqrt(ratio)),
  zdt2: zdt((ratio) => 1 - ratio ** 2),
  zdt3: zdt((ratio, first) => 1 - sqrt(ratio) - ratio * sin(10 * PI * first)),
};

/** The point from which hypervolumes of the ZDT problems are measured. */
export const REFERENCE = [1.1, 11];
