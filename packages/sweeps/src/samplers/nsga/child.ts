import type { ParamValue, SearchSpace } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { UnitCube } from '../spaces/transform.ts';
import type { Crossover } from './crossovers/crossover.ts';
import { type Individual, isBetter } from './individual.ts';
import { polynomialMutation } from './mutation.ts';

export interface ChildOptions {
  crossover: Crossover;
  /** How likely a child has several parents, and not one. */
  crossoverProb: number;
  /** How likely a category is the first parent's. */
  swappingProb: number;
  /** How a gene changes: it is sampled anew, or moved a little where it is a number. */
  mutation: 'uniform' | 'polynomial';
  /** How likely each gene changes; one gene of a child on average by default. */
  mutationProb: number | null;
}

const TRIES = 100;

/** The parameters of a child; those that mutate are left out, to be sampled by themselves. */
export function makeChild(
  population: readonly Individual[],
  space: SearchSpace,
  options: ChildOptions,
  random: Random,
): Record<string, ParamValue> {
  const { crossoverProb, mutation, mutationProb } = options;
  const numeric = Object.fromEntries(
    Object.entries(space).filter(([, { name }]) => name !== 'CategoricalDistribution'),
  );
  const cube = new UnitCube(numeric);
  const genes = new Map<string, ParamValue>();
  if (random.next() < crossoverProb) cross(population, space, cube, options, random, genes);
  else {
    const { trial } = pick(population, random);
    for (const name of Object.keys(space)) genes.set(name, trial.params[name] as ParamValue);
  }

  const rate = mutationProb ?? 1 / Math.max(1, genes.size);
  const params: Record<string, ParamValue> = {};
  for (const [name, value] of genes) {
    if (random.next() >= rate) params[name] = value;
    else if (mutation === 'polynomial' && name in numeric) {
      const side = new UnitCube({ [name]: numeric[name] as SearchSpace[string] });
      const moved = polynomialMutation(side.toPoint({ [name]: value })[0] as number, random);
      Object.assign(params, side.toParams([moved]));
    }
  }
  return params;
}

function cross(
  population: readonly Individual[],
  space: SearchSpace,
  cube: UnitCube,
  { crossover, swappingProb }: ChildOptions,
  random: Random,
  genes: Map<string, ParamValue>,
): void {
  let parents: Individual[] = [];
  let point: number[] = [];
  for (let i = 0; i < TRIES; i++) {
    parents = chooseParents(population, crossover.parents, random);
    if (cube.names.length === 0) break;
    const several = (parents[0]?.losses.length ?? 1) > 1;
    point = crossover.cross(
      parents.map(({ trial }) => cube.toPoint(trial.params)),
      random,
      several,
    );
    if (point.every((x) => x >= 0 && x <= 1)) break;
  }
  const numbers = cube.toParams(point.map((x) => Math.min(Math.max(x, 0), 1)));
  const [first, last] = [parents[0] as Individual, parents.at(-1) as Individual];
  for (const [name, distribution] of Object.entries(space)) {
    const parent = random.next() < swappingProb ? first : last;
    const isCategory = distribution.name === 'CategoricalDistribution';
    genes.set(name, (isCategory ? parent.trial.params[name] : numbers[name]) as ParamValue);
  }
}

/** Each by a tournament of two, and none twice. */
function chooseParents(population: readonly Individual[], count: number, random: Random): Individual[] {
  const parents: Individual[] = [];
  while (parents.length < count) {
    const open = population.filter((individual) => !parents.includes(individual));
    const rivals = open.length > 0 ? open : population;
    const [a, b] = [pick(rivals, random), pick(rivals, random)];
    parents.push(isBetter(a, b) ? a : b);
  }
  return parents;
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[random.below(list.length)] as T;
}
