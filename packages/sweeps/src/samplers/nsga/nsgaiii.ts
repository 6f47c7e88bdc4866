import { invalid } from '@orrery/core';
import { frontsOf } from './fronts.ts';
import { type GeneticOptions, GeneticSampler } from './genetic.ts';
import type { Individual } from './individual.ts';
import { associate, fillNiches, normalize, referencePoints } from './niches.ts';

export interface Nsga3Options extends GeneticOptions {
  /** Parts that the reference points divide each axis into. */
  dividingParameter?: number;
  /** The directions in objective space that are wanted, instead of even ones. */
  referencePoints?: number[][] | undefined;
}

/**
 * NSGA-III, for many objectives (Deb and Jain, "An evolutionary many-objective optimization algorithm using
 * reference-point-based nondominated sorting approach", 2014): of the last front those survive whose reference
 * direction has fewest.
 */
export class NSGAIIISampler extends GeneticSampler {
  readonly name = 'nsgaiii';
  protected readonly prefix = 'NSGAIIISampler';
  readonly #divisions: number;
  readonly #references: number[][] | undefined;

  constructor({ dividingParameter = 3, referencePoints: references, ...options }: Nsga3Options) {
    super(options);
    if (dividingParameter < 1) throw invalid(`dividingParameter=${dividingParameter} must be at least 1.`);
    this.#divisions = dividingParameter;
    this.#references = references;
  }

  protected select(population: Individual[]): Individual[] {
    const survivors: Individual[] = [];
    for (const front of frontsOf(population)) {
      if (survivors.length + front.length < this.populationSize) survivors.push(...front);
      else return [...survivors, ...this.#fill(survivors, front)];
    }
    return survivors;
  }

  #fill(survivors: Individual[], front: Individual[]): Individual[] {
    const objectives = (front[0] as Individual).losses.length;
    const references = this.#references ?? referencePoints(objectives, this.#divisions);
    if (references.some((point) => point.length !== objectives))
      throw invalid(`Reference points must have ${objectives} numbers, one an objective.`);
    const points = normalize([...survivors, ...front].map(({ losses }) => losses));
    const niches = associate(points, references);
    const chosen = fillNiches(niches, survivors.length, this.populationSize - survivors.length, this.random);
    return chosen.map((index) => front[index] as Individual);
  }
}
