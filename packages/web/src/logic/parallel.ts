import type { Trial } from '../data/studyModel.ts';
import { type ParamAxis, paramAxis } from './trials.ts';

/** One upright axis of parallel coordinates: 0 at its foot, 1 at its head. */
export interface Upright<T = Trial> {
  name: string;
  log: boolean;
  /** Texts along it with their places. */
  marks: { at: number; text: string }[];
  /** Where an item crosses it, null where it does not. */
  at: (item: T) => number | null;
}

/** What part of each axis is wanted, by the axis' name; from the foot up. */
export type Brushes = Readonly<Record<string, readonly [low: number, high: number]>>;

/** Whether an item crosses every brushed axis within its brush. */
export function isWithin<T>(item: T, axes: readonly Upright<T>[], brushes: Brushes): boolean {
  return axes.every((axis) => {
    const brush = brushes[axis.name];
    if (!brush) return true;
    const at = axis.at(item);
    return at !== null && at >= brush[0] && at <= brush[1];
  });
}

/** The axis of a param over these trials. */
export function paramUpright(
  trials: readonly Trial[],
  name: string,
  format: (value: number) => string,
): Upright {
  const axis = paramAxis(trials, name);
  return upright(name, axis, trials, (trial) => axis.position(trial.params[name]), format);
}

/** The axis of an objective. */
export function valueUpright(
  trials: readonly Trial[],
  name: string,
  objective: number,
  format: (value: number) => string,
): Upright {
  const value = (trial: Trial): number | null => trial.values?.[objective] ?? null;
  return upright(name, { categories: null, log: false }, trials, value, format);
}

/** An axis over some items: of their categories, whose places `value` names, or of their numbers. */
export function upright<T>(
  name: string,
  { categories, log }: Pick<ParamAxis, 'categories' | 'log'>,
  items: readonly T[],
  value: (item: T) => number | null,
  format: (value: number) => string,
): Upright<T> {
  const scale = log ? Math.log : (x: number) => x;
  if (categories) {
    const place = (slot: number): number => (slot + 0.5) / categories.length;
    return {
      name,
      log,
      marks: categories.map((text, slot) => ({ at: place(slot), text })),
      at: (item) => {
        const slot = value(item);
        return slot === null ? null : place(slot);
      },
    };
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const item of items) {
    const x = value(item);
    if (x === null || !Number.isFinite(x)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
    isWhole &&= Number.isInteger(x);
  }
  const [from, to] = [scale(low), scale(high)];
  const back = (at: number): number => {
    const x = from + (to - from) * at;
    return log ? Math.exp(x) : x;
  };
  const place = (x: number): number => (to === from ? 0.5 : (scale(x) - from) / (to - from));
  const quarters = [0, 0.25, 0.5, 0.75, 1].map(back);
  const marked = isWhole ? quarters.map(Math.round) : quarters;
  return {
    name,
    log,
    marks: low > high ? [] : [...new Set(marked)].map((x) => ({ at: place(x), text: format(x) })),
    at: (item) => {
      const x = value(item);
      if (x === null || !Number.isFinite(x)) return null;
      return place(x);
    },
  };
}
