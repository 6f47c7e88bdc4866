import { asNumber, type Cell } from './ranks.ts';

export interface Point {
  place: number;
  x: number;
  y: number;
}

/** At most about `most` points in order of x; of each stretch the lowest and the highest stay. */
export function thinPoints(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretches = Math.floor(most / 2);
  const edge = (index: number) => Math.floor((index * points.length) / stretches);
  const kept: Point[] = [];
  for (let index = 0; index < stretches; index++) {
    const stretch = points.slice(edge(index), edge(index + 1));
    let [low, high] = [0, 0];
    stretch.forEach(({ y }, place) => {
      if (y < (stretch[low]?.y ?? 0)) low = place;
      if (y > (stretch[high]?.y ?? 0)) high = place;
    });
    for (const place of new Set([Math.min(low, high), Math.max(low, high)]))
      kept.push(stretch[place] as Point);
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
