import { type Losses, lexicographic } from './losses.ts';

/** Which of the points no other dominates. Equal points are on the front together. */
export function onFront(points: readonly Losses[]): boolean[] {
  const result = new Array<boolean>(points.length).fill(false);
  const groups = distinct(points);
  for (const index of frontOfSorted(groups.map(({ point }) => point))) {
    for (const member of groups[index]?.members ?? []) result[member] = true;
  }
  return result;
}

/** The different points that no other dominates, in lexicographic order. */
export function frontOf(points: readonly Losses[]): Losses[] {
  const unique = distinct(points).map(({ point }) => point);
  return frontOfSorted(unique).map((index) => unique[index] as Losses);
}

export interface RankOptions {
  /** How far each point breaks its constraints; 0 for a feasible one. */
  penalties?: readonly number[] | undefined;
  /** How many points need their exact rank; the others get the next one. All by default. */
  below?: number | undefined;
}

/**
 * Non-domination ranks from 0 (Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002).
 * Points that break constraints rank behind all that do not, by how far they break them.
 */
export function nonDominationRanks(
  points: readonly Losses[],
  { penalties, below }: RankOptions = {},
): number[] {
  const wanted = below ?? points.length;
  if (!penalties) return ranksOf(points, wanted);
  const split = (keep: (penalty: number) => boolean) =>
    [...points.keys()].filter((index) => keep(penalties[index] as number));
  const [feasible, infeasible] = [split((penalty) => !(penalty > 0)), split((penalty) => penalty > 0)];
  const ranks = new Array<number>(points.length).fill(0);
  let next = 0;
  ranksOf(
    feasible.map((index) => points[index] as Losses),
    wanted,
  ).forEach((rank, i) => {
    ranks[feasible[i] as number] = rank;
    next = Math.max(next, rank + 1);
  });
  ranksOf(
    infeasible.map((index) => [penalties[index] as number]),
    wanted - feasible.length,
  ).forEach((rank, i) => {
    ranks[infeasible[i] as number] = next + rank;
  });
  return ranks;
}

function ranksOf(points: readonly Losses[], below: number): number[] {
  const ranks = new Array<number>(points.length).fill(0);
  if (below <= 0) return ranks;
  let groups = distinct(points);
  const enough = Math.min(below, groups.length);
  const total = groups.length;
  let rank = 0;
  while (total - groups.length < enough) {
    const front = new Set(frontOfSorted(groups.map(({ point }) => point)));
    const rest = groups.filter((_, index) => !front.has(index));
    for (const index of front) for (const member of groups[index]?.members ?? []) ranks[member] = rank;
    groups = rest;
    rank++;
  }
  for (const { members } of groups) for (const member of members) ranks[member] = rank;
  return ranks;
}

interface Group {
  point: Losses;
  members: number[];
}

/** Equal points together, in lexicographic order. */
export function distinct(points: readonly Losses[]): Group[] {
  const order = [...points.keys()].sort(
    (a, b) => lexicographic(points[a] as Losses, points[b] as Losses) || a - b,
  );
  const groups: Group[] = [];
  for (const index of order) {
    const point = points[index] as Losses;
    const last = groups.at(-1);
    if (last && lexicographic(last.point, point) === 0) last.members.push(index);
    else groups.push({ point, members: [index] });
  }
  return groups;
}

/** Indexes of the front among different points in lexicographic order: no point dominates one before it. */
function frontOfSorted(points: readonly Losses[]): number[] {
  const objectives = points[0]?.length ?? 0;
  if (objectives === 1) return [0];
  if (objectives === 2) {
    let lowest = Number.POSITIVE_INFINITY;
    return [...points.keys()].filter((index) => {
      const second = points[index]?.[1] as number;
      const isNew = index === 0 || second < lowest;
      lowest = Math.min(lowest, second);
      return isNew;
    });
  }
  const front: number[] = [];
  points.forEach((point, index) => {
    if (!front.some((other) => covers(points[other] as Losses, point))) front.push(index);
  });
  return front;
}

/** Whether no objective but the first, which is sorted, is better in `b`. */
function covers(a: Losses, b: Losses): boolean {
  for (let i = 1; i < a.length; i++) if ((b[i] as number) < (a[i] as number)) return false;
  return true;
}
