import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  categorical,
  type FrozenTrial,
  float,
  GPSampler,
  int,
  nonDominatedBoxes,
  RandomSampler,
  Study,
} from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import {
  type Acquisition,
  LogExpectedHypervolume,
  LogExpectedImprovement,
  LogProbability,
} from '../../src/samplers/gp/acquisition.ts';
import { fitRegressor, LEAST_NOISE, lossOf, toRaw } from '../../src/samplers/gp/fit.ts';
import { minimize } from '../../src/samplers/gp/lbfgs.ts';
import { GpRegressor } from '../../src/samplers/gp/regressor.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';
import { openStore } from '../temporary.ts';

interface Answers {
  values: number[];
  gradients: number[][];
}

/** What Optuna answered; gp.answers.py says how it was asked. */
interface Case {
  x: number[][];
  y: number[];
  other: number[];
  isCategorical: boolean[];
  raw: number[];
  loss: number;
  gradient: number[];
  points: number[][];
  mean: number[];
  variance: number[];
  improvement: Answers;
  hopeless: number[];
  probability: Answers;
  hypervolume: Answers & { draws: number[][] };
  fittedLoss: number;
}

const CASES: Case[] = JSON.parse(readFileSync(new URL('./gp.answers.json', import.meta.url), 'utf8'));

const close = (own: number, real: number, tolerance: number, what: string) =>
  assert.ok(
    Math.abs(own - real) <= tolerance * Math.max(1, Math.abs(real)),
    `${what}: ${own} is not ${real}`,
  );

const regressorOf = ({ x, isCategorical }: Case, raw: number[], y: number[]) =>
  new GpRegressor(
    { points: x.map((row) => Float64Array.from(row)), values: Float64Array.from(y), isCategorical },
    {
      relevances: Float64Array.from(raw.slice(0, -2), Math.exp),
      scale: Math.exp(raw.at(-2) as number),
      noise: LEAST_NOISE + Math.exp(raw.at(-1) as number),
    },
  );

describe('the Gaussian process', () => {
  for (const [index, one] of CASES.entries()) {
    const model = regressorOf(one, one.raw, one.y);
    const points = one.points.map((point) => Float64Array.from(point));
    const data = {
      points: one.x.map((row) => Float64Array.from(row)),
      values: Float64Array.from(one.y),
      isCategorical: one.isCategorical,
    };

    it(`has the likelihood, the posterior and the fit of Optuna's (case ${index})`, () => {
      const gradient = new Float64Array(one.raw.length);
      const loss = lossOf(data, false);
      close(loss(Float64Array.from(one.raw), gradient), one.loss, 1e-9, 'loss');
      gradient.forEach((slope, i) => {
        close(slope, one.gradient[i] as number, 1e-7, `gradient ${i}`);
      });
      points.forEach((point, i) => {
        const [mean, variance] = model.posterior(point);
        close(mean, one.mean[i] as number, 1e-8, 'mean');
        close(variance, one.variance[i] as number, 1e-8, 'variance');
      });
      const fitted = fitRegressor(data);
      const reached = loss(Float64Array.from(toRaw(fitted.params)), gradient);
      assert.ok(reached <= one.fittedLoss + 1e-3, `${reached} reached, Optuna ${one.fittedLoss}`);
    });

    it(`promises what Optuna's acquisition functions promise (case ${index})`, () => {
      const holds = (acquisition: Acquisition, { values, gradients }: Answers, tolerance: number) => {
        points.forEach((point, i) => {
          const gradient = new Float64Array(point.length);
          close(acquisition.evaluate(point, gradient), values[i] as number, tolerance, `value ${i}`);
          close(acquisition.evaluate(point), values[i] as number, tolerance, `value ${i}`);
          gradient.forEach((slope, d) => {
            close(slope, gradients[i]?.[d] as number, 1e-4, `slope ${d} of ${i}`);
          });
        });
      };
      holds(new LogExpectedImprovement(model, Math.max(...one.y)), one.improvement, 1e-7);
      const hopeless = new LogExpectedImprovement(model, 40);
      points.forEach((point, i) => {
        close(hopeless.evaluate(point), one.hopeless[i] as number, 1e-7, `far in the tail ${i}`);
      });
      holds(new LogProbability(model, 0.3), one.probability, 1e-7);
      const losses = one.y.map((value, i) => [-value, -(one.other[i] as number)]);
      const reference = [0, 1].map((k) => {
        const worst = Math.max(...losses.map((point) => point[k] as number));
        return Math.max(1.1 * worst, 0.9 * worst);
      });
      const boxes = nonDominatedBoxes(losses, reference).map(({ low, high }) => ({
        low: high.map((x) => -x),
        high: low.map((x) => -x),
      }));
      const second = regressorOf(
        one,
        one.raw.map((x) => x - 0.2),
        one.other,
      );
      const { draws, ...answers } = one.hypervolume;
      holds(new LogExpectedHypervolume([model, second], boxes, draws), answers, 1e-6);
    });
  }

  it('believes of running trials what it expects of them', () => {
    const one = CASES[1] as Case;
    const model = regressorOf(one, one.raw, one.y);
    const pending = Float64Array.from(one.points[2] as number[]);
    const [mean, variance] = model.posterior(pending);
    const [meanAfter, varianceAfter] = model.believing([pending]).posterior(pending);
    close(meanAfter, mean, 1e-6, 'mean');
    assert.ok(varianceAfter < variance / 2);
  });
});

const BOXES = `
import json, sys
import numpy as np
from optuna._hypervolume import get_non_dominated_box_bounds
print(json.dumps([[bounds.tolist() for bounds in get_non_dominated_box_bounds(np.array(c["points"]), np.array(c["reference"]))]
                  for c in json.load(sys.stdin)]).replace("-Infinity", "-1e999"))
`;

it('what no point dominates is divided into the boxes of Optuna', () => {
  const random = new Random(6);
  const cases = Array.from({ length: 24 }, (_, i) => ({
    points: Array.from({ length: 1 + random.below(15) }, () =>
      Array.from({ length: 2 + (i % 3) }, () => (i % 2 ? random.next() : random.below(5) / 5)),
    ),
    reference: new Array<number>(2 + (i % 3)).fill(1.1),
  }));
  const theirs = askOracle<[number[][], number[][]][]>(BOXES, cases);
  cases.forEach(({ points, reference }, i) => {
    const own = nonDominatedBoxes(points, reference).map(({ low, high }) =>
      JSON.stringify([low.map(String), high]),
    );
    const [low, high] = theirs[i] as [number[][], number[][]];
    const real = low.map((corner, b) => JSON.stringify([corner.map(String), high[b]]));
    assert.deepEqual(own.sort(), real.sort());
  });
});

it('L-BFGS finds minima inside and at bounds', () => {
  const rosenbrock = (x: Float64Array, gradient: Float64Array) => {
    const [a, b] = [x[0] as number, x[1] as number];
    gradient[0] = -400 * a * (b - a * a) - 2 * (1 - a);
    gradient[1] = 200 * (b - a * a);
    return 100 * (b - a * a) ** 2 + (1 - a) ** 2;
  };
  const free = minimize(rosenbrock, [-1.2, 1], { gradientTolerance: 1e-6, iterations: 500 });
  assert.ok(Math.hypot((free.x[0] as number) - 1, (free.x[1] as number) - 1) < 1e-3, String(free.x));
  const bound = minimize(rosenbrock, [-1.2, 1], {
    low: [-2, -2],
    high: [0.5, 2],
    gradientTolerance: 1e-6,
    iterations: 500,
  });
  assert.ok(
    Math.abs((bound.x[0] as number) - 0.5) < 1e-9 && Math.abs((bound.x[1] as number) - 0.25) < 1e-4,
    String(bound.x),
  );
});

describe('GPSampler', () => {
  const objective = (trial: MemoryTrial) => {
    const x = trial.suggest<number>('x', float(-5, 5));
    const rate = Math.log10(trial.suggest<number>('rate', float(1e-5, 1, { log: true })));
    const n = trial.suggest<number>('n', int(0, 40));
    const kind = trial.suggest('kind', categorical(['a', 'b', 'c']));
    return (x - 1) ** 2 + (rate + 3) ** 2 + ((n - 30) / 10) ** 2 + (kind === 'b' ? 0 : 1);
  };

  it('finds the best of a mixed space in few trials, and repeats exactly under a seed', () => {
    const run = (trials: number) =>
      new MemoryStudy({ sampler: new GPSampler({ seed: 3 }) }).optimize(objective, trials);
    const study = run(32);
    const random = new MemoryStudy({ sampler: new RandomSampler({ seed: 3 }) }).optimize(objective, 32);
    assert.ok(study.best < 0.05 && study.best < random.best / 10, `${study.best}, at random ${random.best}`);
    assert.deepEqual(run(14).params, study.params.slice(0, 14));
  });

  it('keeps constraints, and workers apart', () => {
    const study = new MemoryStudy({ sampler: new GPSampler({ seed: 1 }) }).optimize((trial) => {
      const [x, y] = [trial.suggest<number>('x', float(0, 1)), trial.suggest<number>('y', float(0, 1))];
      trial.constrain('sum', 0.8 - x - y);
      return x + 2 * y;
    }, 25);
    const late = study.params.slice(15);
    const kept = late.filter(({ x, y }) => Number(x) + Number(y) >= 0.79);
    assert.ok(kept.length >= 5 && late.some(({ x, y }) => Number(x) > 0.75 && Number(y) < 0.1));
    const workers = [study.ask(), study.ask(), study.ask()].map((trial) =>
      trial.suggest<number>('x', float(0, 1)),
    );
    assert.equal(new Set(workers).size, 3);
    assert.ok('gp:relative_params:0' in (study.trials.at(-1)?.systemAttrs ?? {}));
  });

  it('asks in a thread where there are many trials, one ask knowing of the other', async () => {
    const sampler = () => new GPSampler({ seed: 4 });
    const tried = new MemoryStudy({ sampler: new RandomSampler({ seed: 4 }) }).optimize(objective, 120);
    const next = {
      ...(tried.trials.at(-1) as FrozenTrial),
      number: 120,
      state: 'RUNNING',
      params: {},
    } as const;
    const ask = async (own: GPSampler, turns = { count: 0 }) => {
      const turn = setInterval(() => turns.count++, 1);
      const space = own.relativeSpace(tried.view);
      const { params } = await own.sampleRelativeApart(tried.view, next, space);
      clearInterval(turn);
      return params;
    };
    const turns = { count: 0 };
    const own = sampler();
    const first = await ask(own, turns);
    assert.ok(turns.count > 0, 'the event loop stood still');
    assert.ok(own.fitted.has('objective 0'), 'what was fitted is forgotten');
    assert.deepEqual(await ask(sampler()), first);
    assert.equal(first.kind, 'b');
  });

  it('gives workers that ask a study at once each a point of its own', async () => {
    const store = await openStore();
    const options = { store, name: 'at once', direction: 'minimize' } as const;
    const before = await Study.open({ ...options, sampler: new RandomSampler({ seed: 2 }) });
    const space = { x: float(0, 1), y: float(0, 1) };
    for (let index = 0; index < 100; index++) {
      const trial = await before.ask(space);
      const { x, y } = trial.params as { x: number; y: number };
      await trial.tell(
        'COMPLETE',
        (x - 0.3) ** 2 + (y - 0.7) ** 2 + 0.1 * Math.sin(97 * x) * Math.sin(89 * y),
      );
    }
    const study = await Study.open({ ...options, sampler: new GPSampler({ seed: 2 }) });
    const asked = await Promise.all([study.ask(space), study.ask(space), study.ask(space)]);
    const xs = asked.map(({ params }) => Number(params.x)).sort();
    // Those who know nothing of one another end within 1e-5 of the same point.
    for (const [index, x] of xs.slice(1).entries()) assert.ok(x - (xs[index] as number) > 1e-4, String(xs));
    await store.close();
  });

  it('goes for several objectives at once', () => {
    const study = new MemoryStudy({
      sampler: new GPSampler({ seed: 1 }),
      directions: ['minimize', 'maximize'],
    });
    study.optimize((trial) => {
      const [x, y] = [trial.suggest<number>('x', float(0, 1)), trial.suggest<number>('y', float(0, 1))];
      return [x + (y - 0.5) ** 2, Math.sqrt(x) - (y - 0.5) ** 2];
    }, 20);
    const near = study.params.slice(11).filter(({ y }) => Math.abs(Number(y) - 0.5) < 0.2);
    assert.ok(near.length >= 5, `${near.length} of 9 are near the front`);
  });
});
