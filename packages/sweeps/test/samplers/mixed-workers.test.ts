import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  categorical,
  float,
  int,
  makeSampler,
  type SamplerSetting,
  Study,
  type StudyStore,
} from '../../src/index.ts';
import { openStore, temporaryDatabase } from '../temporary.ts';

const SPACE = { x: float(-5, 10), n: int(1, 4), kind: categorical(['a', 'b', 'c']) };
const GRID = { n: [1, 2, 3, 4], kind: ['a', 'b', 'c'], x: [0, 1] };

const SETTINGS: Record<string, SamplerSetting> = {
  grid: { name: 'grid', options: { grid: GRID } },
  sobol: 'qmc',
  nsgaii: { name: 'nsgaii', options: { population_size: 6 } },
  tpe: 'tpe',
};

/** Optuna carries on where we stopped: twelve trials of each study. */
const CARRY_ON = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
given = json.load(sys.stdin)
s = optuna.samplers
samplers = {"grid": s.GridSampler(given["grid"]), "sobol": s.QMCSampler(), "nsgaii": s.NSGAIISampler(population_size=6, seed=1),
            "tpe": s.TPESampler(seed=1)}
def objective(t):
    return t.suggest_float("x", -5, 10) ** 2 + t.suggest_int("n", 1, 4) + (t.suggest_categorical("kind", ["a", "b", "c"]) == "a")
for name, sampler in samplers.items():
    optuna.load_study(study_name=name, storage="sqlite:///" + given["path"], sampler=sampler).optimize(objective, n_trials=12)
print("{}")
`;

describe('workers of Optuna and of Orrery', () => {
  const path = temporaryDatabase();
  let store: StudyStore;
  const studies: Record<string, Study> = {};

  before(async () => {
    store = await openStore(path);
    for (const [name, setting] of Object.entries(SETTINGS)) {
      const study = await Study.open({
        store,
        name,
        direction: 'minimize',
        sampler: makeSampler(setting, 1),
      });
      studies[name] = study;
      for (let i = 0; i < 12; i++) {
        const trial = await study.ask(SPACE);
        const { x, n, kind } = trial.params;
        await trial.tell('COMPLETE', Number(x) ** 2 + Number(n) + Number(kind === 'a'));
      }
    }
    askOracle(CARRY_ON, { path, grid: GRID });
  });
  after(() => store.close());
  const trialsOf = (name: string) => (studies[name] as Study).trials();

  it('share a grid: each combination is tried once', async () => {
    const combinations = (await trialsOf('grid')).map(({ params }) =>
      JSON.stringify([params.kind, params.n, params.x]),
    );
    assert.equal(new Set(combinations).size, 24);
    assert.equal(await (studies.grid as Study).isExhausted(SPACE), true);
  });

  it('go through one quasi-random sequence', async () => {
    const trials = await trialsOf('sobol');
    assert.equal(new Set(trials.map(({ params }) => params.x)).size, 24);
    // Of the first 16 points of Sobol's sequence one is in each sixteenth of the range.
    const cells = trials.slice(0, 16).map(({ params }) => Math.floor(((Number(params.x) + 5) / 15) * 16));
    assert.equal(new Set(cells).size, 16);
  });

  it('count generations together, and choose parents from them', async () => {
    const trials = await trialsOf('nsgaii');
    const generations = trials.map(({ systemAttrs }) => systemAttrs['NSGAIISampler:generation']);
    assert.deepEqual(
      generations,
      [0, 1, 2, 3].flatMap((generation) => new Array(6).fill(generation)),
    );
    const { systemAttrs } = await store.getStudy((studies.nsgaii as Study).id);
    for (const generation of [1, 2, 3]) {
      const parents = systemAttrs[`NSGAIISampler:parent:${generation}`] as number[];
      const known = new Set(trials.slice(0, 6 * generation).map(({ trialId }) => trialId));
      assert.ok(parents.length === 6 && parents.every((id) => known.has(id)));
    }
  });

  it('learn from one another', async () => {
    const trials = await trialsOf('tpe');
    assert.equal(trials.length, 24);
    assert.ok(trials.slice(10).every(({ systemAttrs }) => 'tpe:relative_params:0' in systemAttrs));
  });
});
