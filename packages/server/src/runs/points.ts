import { invalid } from '@orrery/core';
import { asNumber, type Cell, ranks } from './ranks.ts';

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

const MOST_CATEGORIES = 60;

/**
 * A column as an axis: figures as they are; texts as their places among all, in order.
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for more texts than an axis can show
 */
export function figuresOf(
  name: string,
  cells: readonly Cell[],
): { cells: readonly Cell[]; categories: string[] | null } {
  if (cells.every((cell) => cell === undefined || asNumber(cell) !== undefined))
    return { cells, categories: null };
  const texts = [...new Set(cells)].filter((cell) => cell !== undefined).map(String);
  if (texts.length > MOST_CATEGORIES)
    throw invalid(
      `'${name}' holds ${texts.length} different texts; an axis shows ${MOST_CATEGORIES} at most.`,
    );
  const places = ranks(texts);
  const categories = texts.toSorted(
    (a, b) => (places[texts.indexOf(a)] ?? 0) - (places[texts.indexOf(b)] ?? 0),
  );
  const placeOf = new Map(categories.map((text, place) => [text, place]));
  return {
    cells: cells.map((cell) => (cell === undefined ? undefined : placeOf.get(String(cell)))),
    categories,
  };
}
