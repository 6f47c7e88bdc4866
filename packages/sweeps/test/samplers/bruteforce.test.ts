import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BruteForceSampler, categorical, float, int } from '../../src/index.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const tree = (trial: MemoryTrial) => {
  if (trial.suggest('c', categorical(['float', 'int'])) === 'float')
    return trial.suggest<number>('x', float(1, 3, { step: 0.5 }));
  const a = trial.suggest<number>('a', int(1, 3));
  return a + trial.suggest<number>('b', int(a, 3));
};

const exhaust = (study: MemoryStudy, objective = tree) => {
  for (let i = 0; i < 1000; i++) {
    if (study.sampler.isExhausted?.(study.view)) return study;
    const trial = study.ask();
    study.tell(trial, objective(trial));
  }
  return study;
};

describe('BruteForceSampler', () => {
  it('tries every combination of a tree once', () => {
    const study = exhaust(new MemoryStudy({ sampler: new BruteForceSampler({ seed: 1 }) }));
    assert.equal(study.trials.length, 5 + 6);
    assert.equal(new Set(study.params.map((params) => JSON.stringify(params))).size, 11);
    assert.deepEqual(
      study.params.flatMap(({ x }) => (x === undefined ? [] : [x])).sort(),
      [1, 1.5, 2, 2.5, 3],
    );
  });

  it('gives workers that run side by side different combinations', () => {
    const study = new MemoryStudy({ sampler: new BruteForceSampler({ seed: 3 }), space: { n: int(0, 9) } });
    for (let i = 0; i < 10; i++) study.ask();
    assert.equal(new Set(study.params.map(({ n }) => n)).size, 10);
    assert.equal(study.sampler.isExhausted?.(study.view), true);
    const strict = new BruteForceSampler({ seed: 3, avoidPrematureStop: true });
    assert.equal(strict.isExhausted(study.view), false);
  });

  it('counts steps without the dust of floating point', () => {
    const study = exhaust(new MemoryStudy({ sampler: new BruteForceSampler({ seed: 1 }) }), (trial) =>
      trial.suggest<number>('x', float(0, 1, { step: 0.1 })),
    );
    assert.deepEqual(
      study.params.map(({ x }) => x).sort(),
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    );
  });

  it('refuses a space without end, and one that changes', () => {
    const study = new MemoryStudy({ sampler: new BruteForceSampler({ seed: 1 }) });
    assert.throws(() => study.ask().suggest('x', float(0, 1)), /needs a step for 'x'/);
    study.optimize((trial) => trial.suggest('n', int(0, 3)), 2);
    assert.throws(() => study.ask().suggest('n', int(0, 4)), /the same space in all trials/);
  });
});
