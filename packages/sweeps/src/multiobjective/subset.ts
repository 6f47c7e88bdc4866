import { distinct } from './domination.ts';
import { box, exclusive } from './hypervolume.ts';
import type { Losses } from './losses.ts';

/**
 * Chooses `size` points of a front that together dominate much: greedily the one that adds most
 * (Guerreiro, Fonseca and Paquete, "Greedy hypervolume subset selection in low dimensions", 2016).
 *
 * What a point adds only shrinks as others are chosen, so a point is measured again only while its last measure
 * is above the best so far.
 *
 * @returns indexes of the chosen points
 */
export function greedySubset(points: readonly Losses[], size: number, reference: Losses): number[] {
  if (size >= points.length) return [...points.keys()];
  const unique = distinct(points).map(({ point, members }) => ({ point, index: members[0] as number }));
  if (unique.length < size) {
    const chosen = new Set(unique.map(({ index }) => index));
    const twins = [...points.keys()].filter((index) => !chosen.has(index));
    return [...chosen, ...twins.slice(0, size - unique.length)].sort((a, b) => a - b);
  }
  if (!reference.every(Number.isFinite)) return unique.slice(0, size).map(({ index }) => index);

  const open = unique.map(({ point, index }) => ({ point, index, gain: box(point, reference) }));
  const chosen: typeof open = [];
  while (chosen.length < size) {
    const best = chosen.length === 0 ? open.reduce(greater) : measureAgain(open, chosen, reference);
    open.splice(open.indexOf(best), 1);
    chosen.push(best);
  }
  return chosen.map(({ index }) => index);
}

interface Candidate {
  point: Losses;
  index: number;
  /** What it added when it was measured last. */
  gain: number;
}

function measureAgain(open: Candidate[], chosen: Candidate[], reference: Losses): Candidate {
  const others = chosen.map(({ point }) => point);
  let best: Candidate | undefined;
  for (const candidate of [...open].sort((a, b) => b.gain - a.gain)) {
    if (best && candidate.gain < best.gain) break;
    if (Number.isFinite(candidate.gain)) candidate.gain = exclusive(candidate.point, others, reference);
    best = best ? greater(best, candidate) : candidate;
  }
  return best as Candidate;
}

function greater(a: Candidate, b: Candidate): Candidate {
  return b.gain > a.gain ? b : a;
}
