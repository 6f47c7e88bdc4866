import { invalid } from '@orrery/core';
import { frontOf } from './domination.ts';
import type { Losses } from './losses.ts';

/**
 * The volume that the points dominate, up to a reference point. Exact: a sweep for two objectives, and the WFG
 * algorithm for more (While, Bradstreet and Barone, "A fast way of calculating exact hypervolumes", 2012).
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE where a point is beyond the reference
 */
export function hypervolume(points: readonly Losses[], reference: Losses): number {
  for (const point of points) {
    if (point.some((loss, i) => !(loss <= (reference[i] as number))))
      throw invalid(`The point [${point}] is beyond the reference point [${reference}].`);
  }
  if (points.length === 0) return 0;
  if (!reference.every(Number.isFinite)) return Number.POSITIVE_INFINITY;
  const volume = volumeOf(frontOf(points), reference);
  return Number.isFinite(volume) ? volume : Number.POSITIVE_INFINITY;
}

/** What each point of a front dominates alone. */
export function contributions(front: readonly Losses[], reference: Losses): number[] {
  return front.map((point, index) =>
    exclusive(
      point,
      front.filter((_, other) => other !== index),
      reference,
    ),
  );
}

/** What `point` dominates and none of the others does. */
export function exclusive(point: Losses, others: readonly Losses[], reference: Losses): number {
  const limited = others.map((other) => other.map((loss, i) => Math.max(loss, point[i] as number)));
  return box(point, reference) - (limited.length === 0 ? 0 : volumeOf(frontOf(limited), reference));
}

/** The box between a point and the reference. */
export function box(point: Losses, reference: Losses): number {
  return point.reduce((volume, loss, i) => volume * ((reference[i] as number) - loss), 1);
}

/** @param front different points in lexicographic order */
function volumeOf(front: readonly Losses[], reference: Losses): number {
  if (reference.length === 2) {
    let top = reference[1] as number;
    return front.reduce((volume, [x, y]) => {
      const slice = ((reference[0] as number) - (x as number)) * (top - (y as number));
      top = y as number;
      return volume + slice;
    }, 0);
  }
  return front.reduce(
    (volume, point, index) => volume + exclusive(point, front.slice(index + 1), reference),
    0,
  );
}
