import { frontOf } from './domination.ts';
import type { Losses } from './losses.ts';

export interface Box {
  low: number[];
  high: number[];
}

/**
 * Divides what no point dominates, up to the reference, into boxes that do not overlap (Lacour, Klamroth and Fonseca,
 * "A box decomposition algorithm to compute the hypervolume indicator", 2017; twice, as Daulton et al. do in 2020).
 */
export function nonDominatedBoxes(points: readonly Losses[], reference: Losses): Box[] {
  const corners = upperBounds(frontOf(points), reference).map(({ corner }) => corner.map((x) => -x));
  const infinity = reference.map(() => Number.POSITIVE_INFINITY);
  return upperBounds(frontOf(corners), infinity)
    .map(({ corner, definers }) => {
      const low = corner.map((_, d) => {
        if (d === 0) return definers[0]?.[0] as number;
        return Math.max(...definers.slice(0, d).map((point) => point[d] as number));
      });
      const high = corner.map((x, d) => (d === 0 ? Number.POSITIVE_INFINITY : x));
      return { low, high };
    })
    .filter(({ low, high }) => low.every((x, d) => x < (high[d] as number)))
    .map(({ low, high }) => ({ low: high.map((x) => -x), high: low.map((x) => -x) }));
}

/** A corner of what is dominated, and the points that define it: one an objective. */
interface Bound {
  corner: number[];
  definers: (readonly number[])[];
}

/** Algorithm 2. @param front in order of the first objective */
function upperBounds(front: readonly Losses[], reference: Losses): Bound[] {
  const dummies = reference.map((x, k) => reference.map((_, j) => (j === k ? x : Number.NEGATIVE_INFINITY)));
  let bounds: Bound[] = [{ corner: [...reference], definers: dummies }];
  for (const point of front) {
    bounds = bounds.flatMap((bound) => {
      if (!point.every((x, d) => x < (bound.corner[d] as number))) return [bound];
      return point.flatMap((x, d) => {
        const others = bound.definers.filter((_, k) => k !== d).map((definer) => definer[d] as number);
        if (d > 0 && x < Math.max(...others)) return [];
        return [{ corner: bound.corner.with(d, x), definers: bound.definers.with(d, point) }];
      });
    });
  }
  return bounds;
}
