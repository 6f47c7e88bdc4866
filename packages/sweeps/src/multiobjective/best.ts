import { nonDominationRanks } from './domination.ts';
import type { Losses } from './losses.ts';
import { greedySubset } from './subset.ts';

/** Indexes of the best points: front after front, and of the last one those that dominate most together. */
export function bestByDomination(points: readonly Losses[], count: number): number[] {
  if (count >= points.length) return [...points.keys()];
  const ranks = nonDominationRanks(points, { below: count });
  const chosen: number[] = [];
  for (let rank = 0; chosen.length < count; rank++) {
    const front = [...ranks.keys()].filter((index) => ranks[index] === rank);
    const left = count - chosen.length;
    if (front.length <= left) chosen.push(...front);
    else {
      const losses = front.map((index) => points[index] as Losses);
      const subset = greedySubset(losses, left, referencePoint(losses));
      chosen.push(...subset.map((index) => front[index] as number));
    }
  }
  return chosen;
}

/** Beyond the worst of each objective. */
function referencePoint(points: readonly Losses[]): number[] {
  const worst = (points[0] as Losses).map((_, i) => Math.max(...points.map((point) => point[i] as number)));
  return worst.map((loss) => Math.max(1.1 * loss, 0.9 * loss) || 1e-12);
}
