import { asNumber } from './order.ts';
import type { Cell } from './run-table.ts';

export interface Point {
  place: number;
  x: number;
  y: number;
}

/** At most about `most` points in order of x; of each stretch the lowest and the highest stay. */
export function thinPoints(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const size = (2 * points.length) / most;
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const stretch = points.slice(Math.round(from), Math.round(from + size));
    let [low, high] = [0, 0];
    stretch.forEach(({ y }, index) => {
      if (y < (stretch[low]?.y ?? 0)) low = index;
      if (y > (stretch[high]?.y ?? 0)) high = index;
    });
    for (const index of new Set([Math.min(low, high), Math.max(low, high)]))
      kept.push(stretch[index] as Point);
  }
  return kept;
}

/** One column over another, by x; over the order in which runs started where there is no x. */
export function pointsOf(started: Uint32Array, xs: readonly Cell[] | null, ys: readonly Cell[]): Point[] {
  const points: Point[] = [];
  let order = 0;
  for (const place of started) {
    const y = asNumber(ys[place]);
    if (y === undefined || !Number.isFinite(y)) continue;
    order += 1;
    const x = xs ? asNumber(xs[place]) : order;
    if (x !== undefined && Number.isFinite(x)) points.push({ place, x, y });
  }
  return xs ? points.sort((a, b) => a.x - b.x) : points;
}
