import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  categorical,
  type FrozenTrial,
  float,
  hypervolume,
  NSGAIIISampler,
  NSGAIISampler,
} from '../../src/index.ts';
import { lexicographic } from '../../src/multiobjective/losses.ts';
import { Random } from '../../src/random.ts';
import { CROSSOVERS } from '../../src/samplers/nsga/genetic.ts';
import { individualOf } from '../../src/samplers/nsga/individual.ts';
import { polynomialMutation } from '../../src/samplers/nsga/mutation.ts';
import { associate, fillNiches, normalize, referencePoints } from '../../src/samplers/nsga/niches.ts';
import { selectByCrowding } from '../../src/samplers/nsga/nsgaii.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const ASK = `
import json, sys, optuna
import numpy as np
from optuna.samplers._nsgaiii import _elite_population_selection_strategy as three
from optuna.samplers.nsgaii._elite_population_selection_strategy import NSGAIIElitePopulationSelectionStrategy
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for case in json.load(sys.stdin):
    n = len(case["values"][0])
    study = optuna.create_study(directions=["minimize"] * n)
    for values, broken in zip(case["values"], case["broken"]):
        study.add_trial(optuna.trial.create_trial(values=values, system_attrs={"constraints:c": broken}))
    elite = NSGAIIElitePopulationSelectionStrategy(population_size=case["size"])(study, study.trials)
    references = three._generate_default_reference_point(n, 4)
    normal = three._normalize_objective_values(three._filter_inf(study.trials))
    closest, distances = three._associate_individuals_with_reference_points(normal, references)
    answers.append({"elite": sorted(t.number for t in elite), "references": sorted(references.tolist()), "normal": normal.tolist(),
                    "closest": references[closest].tolist(), "distances": distances.tolist()})
print(json.dumps(answers))
`;

interface Answer {
  elite: number[];
  references: number[][];
  normal: number[][];
  closest: number[][];
  distances: number[];
}

describe('selection', () => {
  const random = new Random(4);
  const cases = Array.from({ length: 30 }, (_, i) => {
    const values = Array.from({ length: 24 }, () =>
      Array.from({ length: 2 + (i % 3) }, () => random.next() * 10 ** (i % 4)),
    );
    return {
      values,
      broken: values.map(() => (i % 2 ? Math.max(random.below(4) - 1, 0) : 0)),
      size: 5 + random.below(15),
    };
  });
  const theirs = askOracle<Answer[]>(ASK, cases);

  it('of NSGA-II keeps whom Optuna keeps', () => {
    cases.forEach(({ values, broken, size }, i) => {
      const population = values.map((losses, number) => {
        const trial = { number, values: losses, systemAttrs: { 'constraints:c': broken[number] } };
        return individualOf(
          trial as unknown as FrozenTrial,
          losses.map(() => 'minimize'),
        );
      });
      const elite = selectByCrowding(population, size).map(({ trial }) => trial.number);
      assert.deepEqual(
        elite.sort((a, b) => a - b),
        theirs[i]?.elite,
      );
    });
  });

  it('of NSGA-III holds individuals to the reference points that Optuna holds them to', () => {
    const close = (a: number[], b: number[]) => a.every((x, i) => Math.abs(x - (b[i] as number)) < 1e-9);
    cases.forEach(({ values }, i) => {
      const { references, normal, closest, distances } = theirs[i] as Answer;
      const own = referencePoints((values[0] as number[]).length, 4);
      assert.deepEqual(own.toSorted(lexicographic), references);
      const points = normalize(values);
      points.forEach((point, k) => {
        assert.ok(close(point, normal[k] as number[]), `case ${i}: ${point} is not ${normal[k]}`);
      });
      associate(points, own).forEach(({ reference, distance }, k) => {
        assert.deepEqual(own[reference], closest[k]);
        assert.ok(Math.abs(distance - (distances[k] as number)) < 1e-9);
      });
    });
  });

  it('of NSGA-III fills the emptiest niches first, with the closest', () => {
    const niches = [0, 0, 1, 2, 2, 0].map((reference, i) => ({ reference, distance: i }));
    const chosen = fillNiches(niches, 3, 3, new Random(1));
    assert.equal(chosen[0], 0);
    assert.deepEqual(chosen.toSorted(), [0, 1, 2]);
  });

  it('moves losses that are infinite near the finite ones', () => {
    const points = normalize([
      [0, 1],
      [1, 0],
      [Number.POSITIVE_INFINITY, 0.5],
    ]);
    assert.ok(points.flat().every(Number.isFinite));
  });
});

const zdt1 = (trial: MemoryTrial) => {
  const x = Array.from({ length: 4 }, (_, i) => trial.suggest<number>(`x${i}`, float(0, 1)));
  const kind = trial.suggest('kind', categorical(['good', 'bad']));
  const g = 1 + 3 * (x.slice(1).reduce((a, b) => a + b, 0) / 3) + (kind === 'good' ? 0 : 1);
  return [x[0] as number, g * (1 - Math.sqrt((x[0] as number) / g))];
};
const volume = (study: MemoryStudy) =>
  hypervolume(
    study.trials.map(({ values }) => (values as number[]).map((value) => Math.min(value, 6))),
    [6, 6],
  );

describe('genetic samplers', () => {
  for (const make of [NSGAIISampler, NSGAIIISampler]) {
    it(`${make.name} goes on to better fronts, and repeats exactly under a seed`, () => {
      const run = (seed: number, trials: number) =>
        new MemoryStudy({
          sampler: new make({ seed, populationSize: 20 }),
          directions: ['minimize', 'minimize'],
        }).optimize(zdt1, trials);
      const study = run(1, 300);
      assert.ok(volume(study) > volume(run(1, 20)) + 1, `${volume(study)}`);
      assert.deepEqual(run(1, 300).params, study.params);
      const generations = study.trials.map(({ systemAttrs }) => systemAttrs[`${make.name}:generation`]);
      assert.deepEqual(generations.slice(18, 22), [0, 0, 1, 1]);
      const parents = study.systemAttrs[`${make.name}:parent:3`] as number[];
      assert.equal(parents.length, 20);
      assert.ok(parents.every((id) => id <= 60));
    });
  }

  it('know several crossovers and mutations', () => {
    for (const crossover of CROSSOVERS) {
      const sampler = new NSGAIISampler({ seed: 2, populationSize: 20, crossover, mutation: 'polynomial' });
      const study = new MemoryStudy({ sampler, directions: ['minimize', 'minimize'] }).optimize(zdt1, 200);
      assert.ok(volume(study) > 31, `${crossover}: ${volume(study)}`);
      const xs = study.params.map(({ x0 }) => Number(x0));
      assert.ok(xs.every((x) => x >= 0 && x <= 1));
    }
    const random = new Random(1);
    const moved = Array.from({ length: 2000 }, () => polynomialMutation(0.5, random));
    assert.ok(Math.abs(moved.reduce((a, b) => a + b, 0) / 2000 - 0.5) < 0.01);
    assert.throws(
      () => new NSGAIISampler({ seed: 1, mutationProb: 2 }),
      /mutationProb=2 must be from 0 to 1/,
    );
    assert.throws(() => new NSGAIISampler({ seed: 1, populationSize: 2, crossover: 'spx' }), /at least 3/);
  });

  it('prefer what keeps its constraints', () => {
    const sampler = new NSGAIISampler({ seed: 3, populationSize: 10, mutationProb: 0.2 });
    const study = new MemoryStudy({ sampler }).optimize((trial) => {
      const x = trial.suggest<number>('x', float(0, 1));
      trial.constrain('x', 0.7 - x);
      return x;
    }, 120);
    const late = study.params.slice(60).filter(({ x }) => Number(x) >= 0.7);
    assert.ok(late.length > 40, `${late.length} of 60 keep it`);
  });
});
