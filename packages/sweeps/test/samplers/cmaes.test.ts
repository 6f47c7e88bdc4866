import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import { type CmaEsOptions, CmaEsSampler, categorical, float, int } from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { Cma } from '../../src/samplers/cmaes/cma.ts';
import { MarginCma } from '../../src/samplers/cmaes/margin.ts';
import type { Solution } from '../../src/samplers/cmaes/strategy.ts';
import { warmStart } from '../../src/samplers/cmaes/warm-start.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const TELL = `
import json, sys, cmaes
import numpy as np
def begin(case):
    n = len(case["mean"])
    mean, sigma, cov = np.array(case["mean"]), 1 / 6, None
    if "source" in case:
        mean, sigma, cov = cmaes.get_warm_start_mgd([(np.array(s["point"]), s["loss"]) for s in case["source"]])
    given = dict(mean=mean, sigma=sigma, bounds=np.array([[0, 1]] * n), population_size=case["population"])
    if case["kind"] == "separable":
        return cmaes.SepCMA(**given)
    if case["kind"] == "margin":
        return cmaes.CMAwM(**given, steps=np.array(case["steps"]), cov=cov)
    return cmaes.CMA(**given, cov=cov, lr_adapt=case["kind"] == "adaptive")
answers = []
for case in json.load(sys.stdin):
    strategy = begin(case)
    cma = strategy._cma if case["kind"] == "margin" else strategy
    states = []
    for solutions in case["generations"]:
        strategy.tell([(np.array(s["point"]), s["loss"]) for s in solutions])
        cma._eigen_decomposition()
        covariance = np.diag(cma._C) if case["kind"] == "separable" else cma._C
        spread = getattr(strategy, "_A", np.ones(len(case["mean"]))).tolist() if case["kind"] == "margin" else []
        states.append([*cma._mean.tolist(), float(cma._sigma), *covariance.flatten().tolist(), *spread])
    answers.append(states)
print(json.dumps(answers))
`;

const bowl = (point: readonly number[]) =>
  point.reduce((sum, x, i) => sum + 10 ** i * (x - 0.3 - 0.1 * (point[i - 1] ?? 0)) ** 2, 0);

interface Case {
  kind: 'full' | 'separable' | 'adaptive' | 'margin';
  mean: number[];
  population: number;
  /** Of the grid; 0 for none. */
  steps?: number[];
  source?: Solution[];
}

const middle = (dimensions: number): number[] => Array(dimensions).fill(0.5);

function begin({ kind, mean, population, steps = [], source }: Case): Cma | MarginCma {
  const start = source ? warmStart(source) : { mean, sigma: 1 / 6 };
  const options = { ...start, populationSize: population };
  if (kind === 'margin') return new MarginCma({ ...options, steps: steps.map((step) => step || null) });
  return new Cma({
    ...options,
    isSeparable: kind === 'separable',
    adaptsLearningRates: kind === 'adaptive',
  });
}

const stateOf = (strategy: Cma | MarginCma): number[] => [
  ...strategy.mean,
  strategy.sigma,
  ...strategy.covariance.flat(),
  ...(strategy instanceof MarginCma ? strategy.spread : []),
];

it('CMA-ES and its variants learn from solutions what the package cmaes learns', () => {
  const random = new Random(3);
  const source = Array.from({ length: 40 }, () => {
    const point = Array.from({ length: 3 }, () => random.next());
    return { point, loss: bowl(point) };
  });
  const cases: Case[] = [
    ...[
      [1, 4],
      [2, 6],
      [5, 12],
      [9, 10],
    ].map(([n = 0, population = 0]): Case => ({ kind: 'full', mean: middle(n), population })),
    { kind: 'full', mean: middle(3), population: 8, source },
    { kind: 'separable', mean: middle(2), population: 6 },
    { kind: 'separable', mean: [0.2, 0.5, 0.9, 0.4], population: 9 },
    { kind: 'adaptive', mean: middle(2), population: 6 },
    { kind: 'adaptive', mean: middle(5), population: 8 },
    { kind: 'margin', mean: middle(4), population: 8, steps: [0, 0.25, 1, 0.1] },
    { kind: 'margin', mean: [0.95, 0.5, 0.05], population: 7, steps: [0.2, 0, 0.05] },
    { kind: 'margin', mean: middle(3), population: 8, steps: [0.5, 0.5, 0], source },
    { kind: 'margin', mean: middle(2), population: 6, steps: [0, 0] },
  ];
  const own: number[][][] = [];
  const asked = cases.map((one) => {
    const strategy = begin(one);
    const states: number[][] = [];
    own.push(states);
    const generations = Array.from({ length: 15 }, () => {
      const solutions = Array.from({ length: one.population }, () => {
        const { point, raw } = strategy.ask(random);
        return { point: raw, loss: bowl(point) };
      });
      strategy.tell(solutions);
      states.push(stateOf(strategy));
      return solutions;
    });
    return { ...one, generations };
  });
  const theirs = askOracle<number[][][]>(TELL, asked);
  own.forEach((states, index) => {
    states.flat().forEach((value, i) => {
      const real = theirs[index]?.flat()[i] as number;
      const what = `${cases[index]?.kind} ${index}: ${value} is not ${real}`;
      assert.ok(Math.abs(value - real) < 1e-8 * Math.max(1, Math.abs(real)), what);
    });
  });
});

const GENERATION = `
import json, sys, optuna
from optuna.distributions import json_to_distribution
from optuna.trial import TrialState, create_trial
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for case in json.load(sys.stdin):
    space = {k: json_to_distribution(json.dumps(d)) for k, d in case["space"].items()}
    sampler = optuna.samplers.CmaEsSampler(seed=1, popsize=4, consider_pruned_trials=case["considerPruned"])
    study = optuna.create_study(sampler=sampler)
    for i, state in enumerate(case["states"]):
        study.add_trial(create_trial(
            state=TrialState.PRUNED if state == "reported" else TrialState[state],
            value=0.3 if state == "COMPLETE" else None,
            intermediate_values={3: 0.5} if state == "reported" else {},
            params={"x": 0.1 * i, "y": 0.2}, distributions=space, system_attrs={"cma:generation": 0}))
    study.ask(space)
    answers.append(study.trials[-1].system_attrs["cma:generation"])
print(json.dumps(answers))
`;

describe('CmaEsSampler', () => {
  const objective = (trial: MemoryTrial) => {
    const x = trial.suggest<number>('x', float(-5, 5));
    const rate = Math.log10(trial.suggest<number>('rate', float(1e-5, 1, { log: true })));
    const n = trial.suggest<number>('n', int(0, 40));
    const kind = trial.suggest('kind', categorical(['a', 'b']));
    return (x - 1) ** 2 + (rate + 3) ** 2 + ((n - 30) / 10) ** 2 + (kind === 'a' ? 0 : 0.1);
  };

  it('comes close to the best, and repeats exactly under a seed', () => {
    const run = (seed: number) =>
      new MemoryStudy({ sampler: new CmaEsSampler({ seed }) }).optimize(objective, 150);
    const study = run(2);
    assert.ok(study.best < 0.1, String(study.best));
    assert.deepEqual(run(2).params, study.params);
    assert.notDeepEqual(run(3).params, study.params);
  });

  it('goes on from the trials alone, as the worker that sampled them would', () => {
    const study = new MemoryStudy({ sampler: new CmaEsSampler({ seed: 1 }) }).optimize(objective, 90);
    study.sampler = new CmaEsSampler({ seed: 1 });
    const generation = (trial: MemoryTrial) => trial.frozen.systemAttrs['cma:generation'];
    const before = study.trials.at(-1)?.systemAttrs['cma:generation'];
    assert.ok(Number(generation(study.ask())) - Number(before) <= 1);
    assert.ok(Number(before) >= 10);
  });

  it('learns from maximised values the same as from minimised ones, and keeps workers apart', () => {
    const minimized = new MemoryStudy({ sampler: new CmaEsSampler({ seed: 5 }) }).optimize(objective, 60);
    const maximized = new MemoryStudy({ sampler: new CmaEsSampler({ seed: 5 }), directions: ['maximize'] });
    maximized.optimize((trial) => -(objective(trial) as number), 60);
    assert.deepEqual(maximized.params, minimized.params);
    const side = Array.from({ length: 8 }, () => {
      const trial = minimized.ask();
      objective(trial);
      return trial.frozen.params.x;
    });
    assert.equal(new Set(side).size, 8);
  });

  const variants: Record<string, Partial<CmaEsOptions>> = {
    separable: { useSeparableCma: true },
    margin: { withMargin: true },
    adaptive: { lrAdapt: true },
  };
  for (const [name, options] of Object.entries(variants)) {
    it(`is ${name}: comes close to the best, repeats under a seed, and goes on from the trials alone`, () => {
      const sampler = () => new CmaEsSampler({ seed: 2, ...options });
      const run = (trials: number) => new MemoryStudy({ sampler: sampler() }).optimize(objective, trials);
      const study = run(200);
      assert.ok(study.best < 0.25, String(study.best));
      assert.deepEqual(run(200).params, study.params);
      const last = study.trials.at(-1)?.systemAttrs ?? {};
      study.sampler = sampler();
      const next = study.ask().frozen.systemAttrs;
      assert.deepEqual(Object.keys(next), Object.keys(last));
      const generation = Object.keys(last).find((key) => key.endsWith(':generation')) as string;
      assert.ok(Number(next[generation]) - Number(last[generation]) <= 1);
      assert.ok(Number(last[generation]) >= 20);
    });
  }

  it('with margin tries more values of a parameter with steps than without, as long as it goes on', () => {
    const count = (withMargin: boolean) => {
      const study = new MemoryStudy({ sampler: new CmaEsSampler({ seed: 4, withMargin }) });
      study.optimize((trial) => {
        const n = trial.suggest<number>('n', int(0, 20));
        return (trial.suggest<number>('x', float(-5, 5)) - n / 10) ** 2 + (n - 7) ** 2;
      }, 300);
      return new Set(study.trials.slice(200).map(({ params }) => params.n)).size;
    };
    assert.ok(count(true) > count(false), `${count(true)} with margin, ${count(false)} without`);
  });

  it('begins where a similar study was good', () => {
    const near = (trial: MemoryTrial) =>
      (trial.suggest<number>('x', float(-5, 5)) - 4) ** 2 +
      (trial.suggest<number>('y', float(-5, 5)) + 4) ** 2;
    const source = new MemoryStudy({ sampler: new CmaEsSampler({ seed: 1 }) }).optimize(near, 200);
    const sourceTrials = source.trials.map(({ params, values }) => ({
      params,
      value: values?.[0] as number,
    }));
    const sampler = new CmaEsSampler({ seed: 2, sourceTrials });
    const study = new MemoryStudy({ sampler }).optimize(near, 12);
    assert.ok(study.best < 0.5, String(study.best));
    const few = new CmaEsSampler({ seed: 2, sourceTrials: sourceTrials.slice(0, 9) });
    assert.throws(() => new MemoryStudy({ sampler: few }).optimize(near, 2), /has 9 trials .* ten and more/);
  });

  it('counts the trials that Optuna counts for a generation, pruned ones where it is told to', () => {
    const space = { x: float(0, 1), y: float(0, 1) };
    const cases = [true, false].flatMap((considerPruned) =>
      [
        ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
        ['COMPLETE', 'reported', 'reported', 'COMPLETE'],
        ['COMPLETE', 'reported', 'PRUNED', 'COMPLETE'],
        ['COMPLETE', 'FAIL', 'COMPLETE', 'COMPLETE'],
        ['reported', 'reported', 'reported', 'reported', 'COMPLETE'],
      ].map((states) => ({ considerPruned, space, states })),
    );
    const own = cases.map(({ considerPruned, states }) => {
      const sampler = new CmaEsSampler({ seed: 1, populationSize: 4, considerPrunedTrials: considerPruned });
      const study = new MemoryStudy({ sampler, space });
      for (const state of states) {
        const trial = study.ask();
        trial.frozen.systemAttrs['cma:generation'] = 0;
        if (state === 'reported') trial.frozen.intermediateValues.set(3, 0.5);
        study.tell(trial, state === 'COMPLETE' ? 0.3 : state === 'FAIL' ? 'FAIL' : 'PRUNED');
      }
      return study.ask().frozen.systemAttrs['cma:generation'];
    });
    assert.deepEqual(own, askOracle(GENERATION, cases));
    assert.deepEqual(new Set(own), new Set([0, 1]));
  });

  it('refuses several objectives, and options that make no sense', () => {
    const study = new MemoryStudy({
      sampler: new CmaEsSampler({ seed: 1 }),
      directions: ['minimize', 'maximize'],
    });
    assert.throws(() => study.ask(), /one objective: use nsgaii or tpe/);
    assert.throws(() => new CmaEsSampler({ seed: 1, populationSize: 1 }), /populationSize=1/);
    const refused: [Partial<CmaEsOptions>, RegExp][] = [
      [{ useSeparableCma: true, withMargin: true }, /use_separable_cma or with_margin, not both/],
      [{ lrAdapt: true, withMargin: true }, /lr_adapt or with_margin/],
      [{ lrAdapt: true, useSeparableCma: true }, /lr_adapt or use_separable_cma/],
      [{ sourceTrials: [], useSeparableCma: true }, /source_trials or use_separable_cma/],
      [{ sourceTrials: [], sigma0: 0.1 }, /source_trials or x0 and sigma0/],
    ];
    for (const [options, message] of refused)
      assert.throws(() => new CmaEsSampler({ seed: 1, ...options }), message);
  });
});
