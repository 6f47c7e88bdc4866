import type { Direction } from '../trial.ts';

/** One number an objective, the lower the better. */
export type Losses = readonly number[];

/** Values of a trial as losses: what is to be maximised changes its sign. */
export function toLosses(values: readonly number[], directions: readonly Direction[]): number[] {
  return values.map((value, objective) => (directions[objective] === 'maximize' ? -value : value));
}

/** Whether `a` is nowhere worse than `b`, and somewhere better. */
export function dominates(a: Losses, b: Losses): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (x > y) return false;
    if (x < y) better = true;
  }
  return better;
}

/** Compares by the first objective, then the second, and so on. */
export function lexicographic(a: Losses, b: Losses): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number) ? -1 : 1;
  }
  return 0;
}
