import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import { CmaEsSampler, categorical, float, int } from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { Cma } from '../../src/samplers/cmaes/cma.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const TELL = `
import json, sys, cmaes
import numpy as np
answers = []
for case in json.load(sys.stdin):
    n = case["dimensions"]
    cma = cmaes.CMA(np.full(n, 0.5), 1 / 6, bounds=np.array([[0, 1]] * n), population_size=case["population"])
    states = []
    for solutions in case["generations"]:
        cma.tell([(np.array(s["point"]), s["loss"]) for s in solutions])
        cma._eigen_decomposition()
        states.append({"mean": cma._mean.tolist(), "sigma": float(cma._sigma), "covariance": cma._C.tolist()})
    answers.append(states)
print(json.dumps(answers))
`;

interface State {
  mean: number[];
  sigma: number;
  covariance: number[][];
}

const bowl = (point: readonly number[]) =>
  point.reduce((sum, x, i) => sum + 10 ** i * (x - 0.3 - 0.1 * (point[i - 1] ?? 0)) ** 2, 0);

it('CMA-ES learns from solutions what the package cmaes learns', () => {
  const random = new Random(3);
  const own: State[][] = [];
  const cases = [
    [1, 4],
    [2, 6],
    [5, 12],
    [9, 10],
  ].map(([dimensions, population]) => {
    const cma = new Cma({ mean: Array(dimensions).fill(0.5), sigma: 1 / 6, populationSize: population });
    const states: State[] = [];
    const generations = Array.from({ length: 15 }, () => {
      const solutions = Array.from({ length: population as number }, () => {
        const point = cma.ask(random);
        return { point, loss: bowl(point) };
      });
      cma.tell(solutions);
      states.push({ mean: [...cma.mean], sigma: cma.sigma, covariance: cma.covariance });
      return solutions;
    });
    own.push(states);
    return { dimensions, population, generations };
  });
  const theirs = askOracle<State[][]>(TELL, cases);
  const numbers = (states: State[]) =>
    states.flatMap(({ mean, sigma, covariance }) => [...mean, sigma, ...covariance.flat()]);
  own.forEach((states, index) => {
    const real = numbers(theirs[index] as State[]);
    numbers(states).forEach((value, i) => {
      assert.ok(Math.abs(value - (real[i] as number)) < 1e-9, `case ${index}: ${value} is not ${real[i]}`);
    });
  });
});

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

  it('refuses several objectives, and options that make no sense', () => {
    const study = new MemoryStudy({
      sampler: new CmaEsSampler({ seed: 1 }),
      directions: ['minimize', 'maximize'],
    });
    assert.throws(() => study.ask(), /one objective: use nsgaii or tpe/);
    assert.throws(() => new CmaEsSampler({ seed: 1, populationSize: 1 }), /populationSize=1/);
  });
});
