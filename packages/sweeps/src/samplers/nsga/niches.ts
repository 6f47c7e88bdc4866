import { Matrix, SingularValueDecomposition, solve } from 'ml-matrix';
import type { Losses } from '../../multiobjective/losses.ts';
import type { Random } from '../../random.ts';

/** Points spread evenly on a simplex (Das and Dennis, 1998), not scaled: only their directions count. */
export function referencePoints(objectives: number, divisions: number): number[][] {
  if (objectives === 1) return [[divisions]];
  return Array.from({ length: divisions + 1 }, (_, i) => divisions - i).flatMap((first) =>
    first === divisions
      ? [[first, ...new Array<number>(objectives - 1).fill(0)]]
      : referencePoints(objectives - 1, divisions - first).map((rest) => [first, ...rest]),
  );
}

/**
 * Losses from the ideal point on, scaled by the intercepts of the plane through the extreme points (section IV.C);
 * by the worst of each objective where there is no such plane. Infinite losses are moved near the finite ones.
 */
export function normalize(losses: readonly Losses[]): number[][] {
  const objectives = (losses[0] as Losses).length;
  const axes = Array.from({ length: objectives }, (_, i) => i);
  const limits = axes.map((axis) => {
    const finite = losses.map((point) => point[axis] as number).filter(Number.isFinite);
    const [low, high] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 0];
    return { low: low - 3 * (high - low), high: high + 3 * (high - low) };
  });
  const clipped = losses.map((point) =>
    point.map((x, i) => Math.min(Math.max(x, limits[i]?.low as number), limits[i]?.high as number)),
  );
  const ideal = axes.map((axis) => Math.min(...clipped.map((point) => point[axis] as number)));
  const moved = clipped.map((point) => point.map((x, i) => x - (ideal[i] as number)));
  const scales =
    inverseIntercepts(axes.map((axis) => extremePoint(moved, axis))) ??
    axes.map((axis) => 1 / (Math.max(...moved.map((point) => point[axis] as number)) || 1));
  return moved.map((point) =>
    point.map((x, i) => x * (Number.isFinite(scales[i]) ? (scales[i] as number) : 1)),
  );
}

/** The point that is best when all other objectives weigh a million times as much. */
function extremePoint(points: number[][], axis: number): number[] {
  const scalarized = points.map((point) => Math.max(...point.map((x, i) => (i === axis ? x : 1e6 * x))));
  return points[scalarized.indexOf(Math.min(...scalarized))] as number[];
}

function inverseIntercepts(extremes: number[][]): number[] | null {
  const matrix = new Matrix(extremes);
  if (new SingularValueDecomposition(matrix).rank < extremes.length) return null;
  return solve(matrix, Matrix.ones(extremes.length, 1)).to1DArray();
}

export interface Niche {
  /** Index of the reference point whose line is closest. */
  reference: number;
  distance: number;
}

/** Holds each point to the closest line from the origin through a reference point. */
export function associate(points: readonly number[][], references: readonly number[][]): Niche[] {
  const squares = references.map((reference) => dot(reference, reference));
  return points.map((point) => {
    let closest: Niche = { reference: 0, distance: Number.POSITIVE_INFINITY };
    references.forEach((reference, index) => {
      const along = dot(point, reference) / (squares[index] as number);
      const distance = Math.hypot(...point.map((x, i) => x - along * (reference[i] as number)));
      if (distance < closest.distance) closest = { reference: index, distance };
    });
    return closest;
  });
}

/**
 * Chooses from the last front (Algorithm 4): again and again one for a reference that has fewest survivors, the
 * closest one where it has none, and else any.
 *
 * @param niches of the `survivors` first, then of the front
 * @returns indexes into the front
 */
export function fillNiches(
  niches: readonly Niche[],
  survivors: number,
  wanted: number,
  random: Random,
): number[] {
  const counts = new Map<number, number>();
  for (const { reference } of niches.slice(0, survivors))
    counts.set(reference, (counts.get(reference) ?? 0) + 1);
  const open = Map.groupBy(
    niches.slice(survivors).map((niche, index) => ({ ...niche, index })),
    ({ reference }) => reference,
  );
  const chosen: number[] = [];
  while (chosen.length < wanted && open.size > 0) {
    const fewest = Math.min(...[...open.keys()].map((reference) => counts.get(reference) ?? 0));
    const lonely = [...open.keys()].filter((reference) => (counts.get(reference) ?? 0) === fewest);
    const reference = lonely[random.below(lonely.length)] as number;
    const members = open.get(reference) as { distance: number; index: number }[];
    const closest = members.reduce((a, b) => (b.distance < a.distance ? b : a));
    const member = fewest === 0 ? closest : members[random.below(members.length)];
    members.splice(members.indexOf(member as typeof closest), 1);
    if (members.length === 0) open.delete(reference);
    counts.set(reference, fewest + 1);
    chosen.push((member as typeof closest).index);
  }
  return chosen;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
}
