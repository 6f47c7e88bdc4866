import type { Individual } from './individual.ts';

/** A front in order of crowding distance, the loneliest first (Deb et al., 2002, section III.B). */
export function byCrowding(front: readonly Individual[]): Individual[] {
  const distances = new Map<Individual, number>(front.map((individual) => [individual, 0]));
  const sorted = [...front];
  for (let objective = 0; objective < (front[0]?.losses.length ?? 0); objective++) {
    const lossOf = ({ losses }: Individual) => losses[objective] as number;
    sorted.sort((a, b) => (lossOf(a) === lossOf(b) ? 0 : lossOf(a) - lossOf(b)));
    const values = sorted.map(lossOf);
    if (values[0] === values.at(-1)) continue;
    const [low, high] = [
      values.find((value) => value !== Number.NEGATIVE_INFINITY) ?? Number.POSITIVE_INFINITY,
      values.findLast((value) => value !== Number.POSITIVE_INFINITY) ?? Number.NEGATIVE_INFINITY,
    ];
    const width = high - low > 0 ? high - low : 1;
    sorted.forEach((individual, i) => {
      const before = values[i - 1] ?? Number.NEGATIVE_INFINITY;
      const after = values[i + 1] ?? Number.POSITIVE_INFINITY;
      const gap = before === after ? 0 : after - before;
      distances.set(individual, (distances.get(individual) as number) + gap / width);
    });
  }
  const distanceOf = (individual: Individual) => distances.get(individual) as number;
  return sorted
    .sort((a, b) => (distanceOf(a) === distanceOf(b) ? 0 : distanceOf(a) - distanceOf(b)))
    .reverse();
}
