import { nonDominationRanks } from '../../multiobjective/domination.ts';
import type { Individual } from './individual.ts';

/** Individuals by non-domination rank, the best first. */
export function frontsOf(population: readonly Individual[]): Individual[][] {
  const ranks = nonDominationRanks(
    population.map(({ losses }) => losses),
    { penalties: population.map(({ violation }) => violation) },
  );
  const fronts: Individual[][] = [];
  population.forEach((individual, index) => {
    const rank = ranks[index] as number;
    fronts[rank] ??= [];
    fronts[rank].push(individual);
  });
  return fronts;
}
