import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import { categorical, float, GridSampler, int } from '../../src/index.ts';
import { MemoryStudy } from '../memory-study.ts';

const GRID = { b: [1, 2, 3], a: ['x', 'y', null, true], c: [0.1, 0.2] };
const SPACE = { a: categorical(['x', 'y', null, true]), b: int(1, 3), c: float(0, 1) };

const ASK = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for seed in (0, 7):
    study = optuna.create_study(sampler=optuna.samplers.GridSampler(json.load(sys.stdin) if seed == 0 else grid, seed=seed))
    grid = study.sampler._search_space
    study.optimize(lambda t: [t.suggest_categorical("a", ["x", "y", None, True]), t.suggest_int("b", 1, 3), t.suggest_float("c", 0, 1)][1], n_trials=100)
    answers.append([{**t.params, "id": t.system_attrs["grid_id"]} for t in study.trials])
print(json.dumps(answers))
`;

describe('GridSampler', () => {
  it('goes through a grid in the order of Optuna, and knows when it is through', () => {
    const theirs = askOracle<object[][]>(ASK, GRID);
    [0, 7].forEach((order, i) => {
      const study = new MemoryStudy({ sampler: new GridSampler({ grid: GRID, order }), space: SPACE });
      let count = 0;
      for (; count < 100 && !study.sampler.isExhausted?.(study.view); count++) {
        const trial = study.ask();
        study.tell(trial, 1);
      }
      assert.equal(count, 24);
      const own = study.trials.map(({ params, systemAttrs }) => ({ ...params, id: systemAttrs.grid_id }));
      assert.deepEqual(own, theirs[i]);
    });
  });

  it('tries again what was begun and never finished', () => {
    const study = new MemoryStudy({
      sampler: new GridSampler({ grid: { b: [1, 2, 3] } }),
      space: { b: int(1, 3) },
    });
    const [lost, ...others] = [study.ask(), study.ask(), study.ask()];
    for (const trial of others) study.tell(trial, 1);
    assert.equal(study.sampler.isExhausted?.(study.view), false);
    assert.deepEqual(study.ask().frozen.params, lost?.frozen.params);
  });

  it('takes a continuous parameter at levels', () => {
    const space = { rate: float(1e-4, 1, { log: true }), n: int(1, 7, { step: 3 }) };
    const study = new MemoryStudy({ sampler: new GridSampler({ levels: 3 }), space }).optimize(() => 0, 9);
    const rates = [...new Set(study.params.map(({ rate }) => Number(rate).toPrecision(3)))].sort();
    assert.deepEqual(rates, ['0.000100', '0.0100', '1.00']);
    assert.equal(new Set(study.params.map((params) => JSON.stringify(params))).size, 9);
  });

  it('says what is missing', () => {
    const study = new MemoryStudy({ sampler: new GridSampler() });
    assert.throws(() => study.ask(), /needs a grid, or a study whose space is known/);
    const other = new MemoryStudy({ sampler: new GridSampler({ grid: { x: [1] } }) });
    assert.throws(() => other.ask().suggest('y', float(0, 1)), /'y' is not in the grid \(x\)/);
    assert.throws(() => other.ask({ y: 1 }).suggest('x', float(0, 1)), /a grid needs every parameter/);
  });
});
