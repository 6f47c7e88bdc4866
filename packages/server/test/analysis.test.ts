import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { onEachStudyStore, type StudyServer } from './study-stores.ts';

interface Answer {
  importances: { param: string; importance: number }[];
  trials: number;
  hypervolumes: { number: number; hypervolume: number }[];
  points: { number: number; improvement: number; error: number | null }[];
  stop: boolean;
  improvement: number | null;
  error: number | null;
  message: string;
}

const MAKE = `
import json, sys, numpy as np, optuna
from optuna.visualization._hypervolume_history import _get_hypervolume_history_info
from optuna.terminator import report_cross_validation_scores
optuna.logging.set_verbosity(optuna.logging.ERROR)
url = json.load(sys.stdin)
def objective(trial):
    x, y = trial.suggest_float("x", 0, 1), trial.suggest_float("y", 0, 1)
    if trial.number % 2: trial.suggest_int("odd", 1, 5)
    report_cross_validation_scores(trial, [x, x + 0.1, x + 0.3])
    return 3 * x + y
one = optuna.create_study(study_name="one", storage=url, sampler=optuna.samplers.RandomSampler(seed=1))
one.optimize(objective, n_trials=60)
two = optuna.create_study(study_name="two", storage=url, directions=["minimize", "maximize"], sampler=optuna.samplers.RandomSampler(seed=1))
two.optimize(lambda t: (t.suggest_float("x", 0, 1), t.suggest_float("y", 0, 1) - t.params["x"]), n_trials=40)
ask = lambda study, **more: optuna.importance.get_param_importances(study, **more)
print(json.dumps({"ids": [one._study_id, two._study_id], "one": ask(one), "two": ask(two), "second": ask(two, target=lambda t: -t.values[1]),
    "volumes": _get_hypervolume_history_info(two, np.array([0.9, -0.8])).values}))
`;

onEachStudyStore('analysis of a study over HTTP', (server) => {
  let orrery: StudyServer;
  let made: Record<'one' | 'two' | 'second', Record<string, number>> & {
    ids: [number, number];
    volumes: number[];
  };
  before(async () => {
    orrery = server();
    made = askOracle(MAKE, orrery.studies);
  });
  const ask = async (study: number, path: string): Promise<Answer> =>
    (await (await fetch(`${orrery.url}/api/sweeps/studies/${study}/${path}`)).json()) as Answer;
  const holds = ({ importances }: Answer, real: Record<string, number>) => {
    assert.equal(importances.length, Object.keys(real).length);
    for (const { param, importance } of importances)
      assert.ok(Math.abs(importance - (real[param] as number)) < 1e-9, param);
  };

  it('importance is that of Optuna, for one objective and for several', async () => {
    const [one, two] = made.ids;
    const found = await ask(one, 'importance');
    holds(found, made.one);
    assert.equal(found.trials, 60);
    assert.deepEqual(
      found.importances,
      found.importances.toSorted((a, b) => b.importance - a.importance),
    );
    holds(await ask(two, 'importance'), made.two);
    holds(await ask(two, 'importance?target=1'), made.second);
    for (const evaluator of ['fanova', 'mean_decrease_impurity']) {
      const { importances } = await ask(one, `importance?evaluator=${evaluator}`);
      assert.deepEqual(
        importances.map(({ param }) => param),
        ['x', 'y'],
      );
      assert.equal(
        (await ask(one, `importance?evaluator=${evaluator}&target=duration`)).importances.length,
        2,
      );
    }
    assert.match((await ask(two, 'importance?evaluator=fanova')).message, /name one as target/);
    assert.match((await ask(two, 'importance?target=2')).message, /no objective 2/);
    assert.match((await ask(two, 'importance?evaluator=shap')).message, /evaluator/);
    assert.match((await ask(99, 'importance')).message, /99/);
  });

  it('the hypervolume after each trial is that of Optuna', async () => {
    const [one, two] = made.ids;
    const { hypervolumes } = await ask(two, 'hypervolume?reference=0.9,-0.8');
    hypervolumes.forEach(({ number, hypervolume }, i) => {
      assert.equal(number, i);
      assert.ok(Math.abs(hypervolume - (made.volumes[i] as number)) < 1e-9, `${hypervolume}`);
    });
    assert.equal(hypervolumes.length, made.volumes.length);
    assert.match((await ask(two, 'hypervolume?reference=1')).message, /must be 2 numbers/);
    assert.match((await ask(one, 'hypervolume?reference=1')).message, /two objectives or more/);
  });

  it('the terminator says whether to go on', async () => {
    const [one, two] = made.ids;
    const go = await ask(one, 'terminator?max_stagnation_trials=60');
    assert.deepEqual([go.stop, go.error], [false, 0]);
    const { stop, improvement } = await ask(one, 'terminator?max_stagnation_trials=0');
    assert.equal(stop, (improvement as number) < 0);
    assert.deepEqual(await ask(one, 'terminator?min_trials=61'), {
      stop: false,
      improvement: null,
      error: null,
    });
    const bound = await ask(one, 'terminator?improvement=regret_bound');
    assert.ok((bound.improvement as number) > 0 && (bound.error as number) > 0.1);
    assert.equal(bound.stop, (bound.improvement as number) < (bound.error as number));
    assert.equal((await ask(one, 'terminator?improvement=regret_bound&error=1e9')).stop, true);
    const model = await ask(one, 'terminator?improvement=emmr');
    assert.ok((model.improvement as number) > 0 && (model.error as number) > 0);
    assert.equal(model.stop, (model.improvement as number) < (model.error as number));
    assert.match((await ask(two, 'terminator')).message, /one objective/);
  });

  it('the history of the terminator is what it says after so many trials', async () => {
    const [one, two] = made.ids;
    const now = await ask(one, 'terminator?improvement=regret_bound');
    const { points } = await ask(one, 'terminator/history?improvement=regret_bound&points=4');
    assert.deepEqual(
      points.map(({ number }) => number),
      [2, 21, 40, 59],
    );
    assert.deepEqual(points.at(-1), { number: 59, improvement: now.improvement, error: now.error });
    const stagnation = await ask(one, 'terminator/history?max_stagnation_trials=5');
    assert.equal(stagnation.points.length, 30);
    assert.ok(stagnation.points.every(({ error }) => error === 0));
    assert.equal((await ask(one, 'terminator/history?improvement=emmr&points=2')).points[0]?.error, null);
    assert.match((await ask(two, 'terminator/history')).message, /one objective/);
  });
});
