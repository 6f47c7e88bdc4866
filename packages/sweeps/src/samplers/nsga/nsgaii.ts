import { byCrowding } from './crowding.ts';
import { frontsOf } from './fronts.ts';
import { GeneticSampler } from './genetic.ts';
import type { Individual } from './individual.ts';

/**
 * NSGA-II (Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002):
 * the fronts that are least dominated survive, and of the last one the individuals in the emptiest parts.
 */
export class NSGAIISampler extends GeneticSampler {
  readonly name = 'nsgaii';
  protected readonly prefix = 'NSGAIISampler';

  protected select(population: Individual[]): Individual[] {
    return selectByCrowding(population, this.populationSize);
  }
}

export function selectByCrowding(population: Individual[], size: number): Individual[] {
  const survivors: Individual[] = [];
  for (const front of frontsOf(population)) {
    if (survivors.length + front.length < size) survivors.push(...front);
    else return [...survivors, ...byCrowding(front).slice(0, size - survivors.length)];
  }
  return survivors;
}
