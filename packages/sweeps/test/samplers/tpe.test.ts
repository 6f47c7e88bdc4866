import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  categorical,
  type FrozenTrial,
  float,
  int,
  type ParamValue,
  RandomSampler,
  type Sampler,
  type SearchSpace,
  Study,
  TPESampler,
} from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { uniform } from '../../src/samplers/random.ts';
import { ParzenEstimator } from '../../src/samplers/tpe/parzen.ts';
import { Ranking } from '../../src/samplers/tpe/ranking.ts';
import { gamma } from '../../src/samplers/tpe/tpe.ts';
import { openStore, temporaryDatabase } from '../temporary.ts';

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
from optuna.samplers._tpe.sampler import _split_trials, default_gamma
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for case in json.load(sys.stdin):
    study = optuna.create_study(direction=case["direction"])
    for t in case["trials"]:
        study.add_trial(optuna.trial.create_trial(state=optuna.trial.TrialState[t["state"]], value=t["value"],
            intermediate_values={int(k): v for k, v in t["steps"]}))
    below, above = _split_trials(study, study.trials, case["below"])
    answers.append([[t.number for t in below], [t.number for t in above], default_gamma(len(study.trials))])
print(json.dumps(answers))
`;

it('splits trials as Optuna does', () => {
  const random = new Random(11);
  const cases = Array.from({ length: 20 }, (_, seed) => ({
    direction: seed % 2 ? ('maximize' as const) : ('minimize' as const),
    below: 1 + random.below(12),
    trials: Array.from({ length: 30 }, () => {
      const pruned = random.next() < 0.5;
      const steps = Array.from({ length: random.below(4) }, (_, step): [number, number] => [
        step,
        random.below(5),
      ]);
      return {
        state: pruned ? ('PRUNED' as const) : ('COMPLETE' as const),
        value: pruned ? null : random.below(8),
        steps,
      };
    }),
  }));
  const theirs = askOracle<[number[], number[], number][]>(SPLIT, cases);
  cases.forEach(({ direction, below, trials }, index) => {
    const frozen = trials.map(
      ({ state, value, steps }, number) =>
        ({
          number,
          state,
          values: value === null ? null : [value],
          intermediateValues: new Map(steps),
          systemAttrs: {},
        }) as unknown as FrozenTrial,
    );
    const ranking = new Ranking([direction]);
    ranking.add(frozen);
    const best = ranking.best(below);
    const numbers = (isBest: boolean) => [...trials.keys()].filter((number) => best.has(number) === isBest);
    assert.deepEqual([numbers(true), numbers(false), gamma(trials.length)], theirs[index]);
  });
});

describe('TPESampler', () => {
  const run = async (
    sampler: Sampler,
    objective: (params: Record<string, ParamValue>) => number,
    space: SearchSpace,
    trials = 60,
  ) => {
    const store = await openStore(temporaryDatabase());
    const study = await Study.open({ store, name: 's', direction: 'minimize', sampler });
    for (let i = 0; i < trials; i++) {
      const trial = await study.ask(space);
      await trial.tell('COMPLETE', objective(trial.params));
    }
    const best = (await study.best())?.values?.[0] as number;
    const params = (await study.trials()).map((trial) => trial.params);
    await store.close();
    return { best, params };
  };
  const sphere = ({ a, b, c }: Record<string, ParamValue>) =>
    (Number(a) - 1) ** 2 + (Number(b) + 2) ** 2 + (c === 'good' ? 0 : 4);
  const space = { a: float(-5, 5), b: float(-5, 5), c: categorical(['bad', 'good', 'worse']) };
  const all = (seeds: number[], make: (seed: number) => Sampler) =>
    Promise.all(seeds.map(async (seed) => (await run(make(seed), sphere, space)).best));
  const median = (values: number[]) => values.sort((x, y) => x - y)[Math.floor(values.length / 2)] as number;

  it('repeats exactly under a seed', async () => {
    const once = await run(new TPESampler({ seed: 4 }), sphere, space, 30);
    assert.deepEqual(await run(new TPESampler({ seed: 4 }), sphere, space, 30), once);
    assert.notDeepEqual(await run(new TPESampler({ seed: 5 }), sphere, space, 30), once);
  });

  it('finds better values than random search', async () => {
    const seeds = [1, 2, 3, 4, 5];
    const tpe = median(await all(seeds, (seed) => new TPESampler({ seed })));
    const random = median(await all(seeds, (seed) => new RandomSampler({ seed })));
    assert.ok(tpe < random / 2, `TPE ${tpe}, random ${random}`);
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
