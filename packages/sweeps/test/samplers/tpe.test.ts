import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  categorical,
  type Direction,
  type FrozenTrial,
  float,
  hypervolume,
  int,
  RandomSampler,
  type Sampler,
  type SearchSpace,
  TPESampler,
} from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { uniform } from '../../src/samplers/random.ts';
import { ParzenEstimator } from '../../src/samplers/tpe/parzen.ts';
import { Ranking } from '../../src/samplers/tpe/ranking.ts';
import { gamma } from '../../src/samplers/tpe/tpe.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const SPACE: SearchSpace = {
  x: float(-5, 10),
  rate: float(1e-5, 1, { log: true }),
  grid: float(0, 1, { step: 0.1 }),
  depth: int(1, 30, { step: 3 }),
  width: int(1, 1000, { log: true }),
  kind: categorical(['a', 'b', 'c', 'd']),
};

const LOG_PDF = `
import json, sys
import numpy as np
from optuna.distributions import json_to_distribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
answers = []
for case in json.load(sys.stdin):
    space = {k: json_to_distribution(json.dumps(d)) for k, d in case["space"].items()}
    parameters = _ParzenEstimatorParameters(
        prior_weight=1.0, consider_magic_clip=True, consider_endpoints=False, weights=default_weights, multivariate=True)
    observed = {k: np.array(v, dtype=float) for k, v in case["observed"].items()}
    points = {k: np.array(v, dtype=float) for k, v in case["points"].items()}
    answers.append(_ParzenEstimator(observed, space, parameters).log_pdf(points).tolist())
print(json.dumps(answers))
`;

describe('the Parzen estimator', () => {
  it('has the density of the one of Optuna', () => {
    const random = new Random(3);
    const draw = (space: SearchSpace, count: number) =>
      Object.fromEntries(
        Object.entries(space).map(([name, d]) => [
          name,
          Array.from({ length: count }, () => uniform(d, random)),
        ]),
      );
    // Equal observations share the kernels of different widths in an order that is NumPy's own, so there are none.
    const { x, rate, kind } = SPACE as Required<typeof SPACE>;
    const continuous = { x, rate, kind } as SearchSpace;
    const cases = [0, 1, 2, 6, 26, 60].map((count) => {
      const space = count > 16 ? continuous : SPACE;
      return { space, observed: distinct(() => draw(space, count)), points: draw(space, 40) };
    });
    const theirs = askOracle<number[][]>(LOG_PDF, cases);
    cases.forEach(({ space, observed, points }, index) => {
      const estimator = new ParzenEstimator(space, observed);
      for (let i = 0; i < 40; i++) {
        const own = estimator.logPdf(Object.keys(space).map((name) => points[name]?.[i] as number));
        const real = theirs[index]?.[i] as number;
        assert.ok(
          Math.abs(own - real) < 1e-8 * Math.max(1, Math.abs(real)),
          `case ${index}: ${own} is not ${real}`,
        );
      }
    });
  });

  it('draws within bounds, and as its density says', () => {
    const space = { x: float(0, 1) };
    const estimator = new ParzenEstimator(space, { x: [0.1, 0.12, 0.9] });
    const random = new Random(5);
    const draws = Array.from({ length: 20000 }, () => estimator.sample(random)[0] as number);
    assert.ok(draws.every((x) => x >= 0 && x <= 1));
    for (const [from, to] of [
      [0, 0.1],
      [0.1, 0.5],
      [0.8, 1],
    ] as const) {
      const share = draws.filter((x) => x >= from && x < to).length / draws.length;
      let mass = 0;
      for (let i = 0; i < 200; i++)
        mass += (Math.exp(estimator.logPdf([from + ((i + 0.5) * (to - from)) / 200])) * (to - from)) / 200;
      assert.ok(Math.abs(share - mass) < 0.012, `${share} drawn, ${mass} expected`);
    }
  });
});

const SPLIT = `
import json, sys, optuna
from optuna.samplers._tpe.sampler import _split_trials, default_gamma, default_gamma_multiobjective
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for case in json.load(sys.stdin):
    study = optuna.create_study(directions=case["directions"])
    for t in case["trials"]:
        study.add_trial(optuna.trial.create_trial(state=optuna.trial.TrialState[t["state"]], values=t["values"],
            intermediate_values={int(k): v for k, v in t["steps"]}, system_attrs=t["attrs"]))
    below, above = _split_trials(study, study.trials, case["below"])
    gamma = default_gamma if len(case["directions"]) == 1 else default_gamma_multiobjective
    answers.append([[t.number for t in below], [t.number for t in above], gamma(len(study.trials))])
print(json.dumps(answers))
`;

it('splits trials as Optuna does', () => {
  const random = new Random(11);
  const directions = (i: number): Direction[] => {
    const all: Direction[] = ['minimize', 'maximize', 'minimize'];
    return i < 20 ? [all[i % 2] as Direction] : all.slice(0, 2 + (i % 2));
  };
  const cases = Array.from({ length: 40 }, (_, i) => ({
    directions: directions(i),
    below: 1 + random.below(12),
    trials: Array.from({ length: 30 }, () => {
      const isPruned = i < 20 && random.next() < 0.5;
      const steps = Array.from({ length: random.below(4) }, (_, step): [number, number] => [
        step,
        random.below(5),
      ]);
      // With several objectives equal gains would leave the choice open.
      const value = () => (i < 20 ? random.below(8) : random.next());
      return {
        state: isPruned ? ('PRUNED' as const) : ('COMPLETE' as const),
        values: isPruned ? null : directions(i).map(value),
        steps: i < 20 ? steps : [],
        attrs: i % 4 < 2 ? {} : { 'constraints:a': random.below(5) - 3, 'constraints:b': -1 },
      };
    }),
  }));
  const theirs = askOracle<[number[], number[], number][]>(SPLIT, cases);
  cases.forEach(({ directions, below, trials }, index) => {
    const frozen = trials.map(
      ({ state, values, steps, attrs }, number) =>
        ({
          number,
          state,
          values,
          intermediateValues: new Map(steps),
          systemAttrs: attrs,
        }) as unknown as FrozenTrial,
    );
    const ranking = new Ranking(directions);
    ranking.add(frozen);
    const best = ranking.best(below);
    const numbers = (isBest: boolean) => [...trials.keys()].filter((number) => best.has(number) === isBest);
    const share = gamma(trials.length, directions.length > 1);
    assert.deepEqual([numbers(true), numbers(false), share], theirs[index], `case ${index}`);
  });
});

describe('TPESampler', () => {
  const sphere = (trial: MemoryTrial) => {
    const [a, b] = [trial.suggest<number>('a', float(-5, 5)), trial.suggest<number>('b', float(-5, 5))];
    const c = trial.suggest('c', categorical(['bad', 'good', 'worse']));
    return (a - 1) ** 2 + (b + 2) ** 2 + (c === 'good' ? 0 : 4);
  };
  const run = (sampler: Sampler, trials = 60) => new MemoryStudy({ sampler }).optimize(sphere, trials);
  const median = (values: number[]) => values.sort((x, y) => x - y)[Math.floor(values.length / 2)] as number;
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('repeats exactly under a seed', () => {
    const once = run(new TPESampler({ seed: 4 })).params;
    assert.deepEqual(run(new TPESampler({ seed: 4 })).params, once);
    assert.notDeepEqual(run(new TPESampler({ seed: 5 })).params, once);
  });

  it('finds better values than random search, whether it samples parameters together or one by one', () => {
    const random = median(seeds.map((seed) => run(new RandomSampler({ seed })).best));
    for (const multivariate of [true, false]) {
      const tpe = median(seeds.map((seed) => run(new TPESampler({ seed, multivariate })).best));
      assert.ok(tpe < random / 2, `TPE ${tpe}, random ${random}`);
    }
  });

  it('goes on as well from trials that others have made', () => {
    const study = run(new RandomSampler({ seed: 1 }), 30);
    study.sampler = new TPESampler({ seed: 1 });
    const before = study.best;
    study.optimize(sphere, 30);
    assert.ok(study.best < before / 2);
  });

  it('does not send workers to the same place', () => {
    const spread = (constantLiar: boolean) => {
      const study = run(new TPESampler({ seed: 2, constantLiar }), 40);
      const asked = Array.from({ length: 12 }, () => study.ask().suggest<number>('a', float(-5, 5)));
      const mean = asked.reduce((x, y) => x + y) / asked.length;
      return asked.reduce((sum, a) => sum + (a - mean) ** 2, 0);
    };
    assert.ok(spread(true) > 1.5 * spread(false), `${spread(true)} with, ${spread(false)} without`);
    const study = run(new TPESampler({ seed: 2 }), 12);
    const { systemAttrs } = study.ask().frozen;
    assert.deepEqual(Object.keys(JSON.parse(String(systemAttrs['tpe:relative_params:0']))), ['a', 'b', 'c']);
  });

  it('keeps constraints', () => {
    const study = new MemoryStudy({ sampler: new TPESampler({ seed: 3 }) }).optimize((trial) => {
      const value = sphere(trial);
      trial.constrain('a', Number(trial.frozen.params.a) + 1);
      return value;
    }, 80);
    const kept = study.params.slice(40).filter(({ a }) => Number(a) <= -1);
    assert.ok(kept.length > 24, `${kept.length} of 40; at random 16`);
  });

  it('goes for several objectives at once', () => {
    const volume = (sampler: Sampler) => {
      const study = new MemoryStudy({ sampler, directions: ['minimize', 'maximize'] }).optimize((trial) => {
        const [x, y] = [trial.suggest<number>('x', float(0, 1)), trial.suggest<number>('y', float(0, 1))];
        return [x + Math.abs(y - 0.3), Math.sqrt(x) - Math.abs(y - 0.3)];
      }, 80);
      return hypervolume(
        study.trials.map(({ values }) => [Number(values?.[0]), -Number(values?.[1])]),
        [2, 1],
      );
    };
    const tpe = median(seeds.map((seed) => volume(new TPESampler({ seed }))));
    const random = median(seeds.map((seed) => volume(new RandomSampler({ seed }))));
    assert.ok(tpe > random, `TPE ${tpe}, random ${random}`);
  });
});

function distinct(draw: () => Record<string, number[]>): Record<string, number[]> {
  for (;;) {
    const { kind: _, ...numbers } = draw();
    const values = Object.values(numbers);
    if (values.every((list) => new Set(list).size === list.length))
      return { ...numbers, kind: _ as number[] };
  }
}
