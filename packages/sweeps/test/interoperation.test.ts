import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { askOracle, oraclePython } from '../../../scripts/oracle.ts';
import { categorical, float, int, MedianPruner, Study, TPESampler } from '../src/index.ts';
import { openStore, temporaryDatabase } from './temporary.ts';

const SPACE = {
  x: float(-5, 5),
  rate: float(1e-4, 0.1, { log: true }),
  grid: float(0, 1, { step: 0.25 }),
  depth: int(1, 9),
  width: int(8, 128, { log: true }),
  kind: categorical(['relu', 'tanh', null, true, 1.5]),
};

const DESCRIBE = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
ask = json.load(sys.stdin)
study = optuna.load_study(study_name="study", storage="sqlite:///" + ask["path"])
def row(t):
    return {"number": t.number, "state": t.state.name, "value": repr(t.value), "params": t.params,
            "steps": {str(k): repr(v) for k, v in t.intermediate_values.items()}, "user": t.user_attrs,
            "distributions": {k: optuna.distributions.distribution_to_json(v) for k, v in t.distributions.items()}}
trials = [row(t) for t in study.trials]
best = study.best_trial.number
sampler = optuna.samplers.TPESampler(seed=1)
study.sampler = sampler
def objective(t):
    t.suggest_float("rate", 1e-4, 0.1, log=True)
    t.suggest_categorical("kind", ["relu", "tanh", None, True, 1.5])
    return t.suggest_float("x", -5, 5) ** 2 + t.suggest_int("depth", 1, 9)
study.optimize(objective, n_trials=3)
print(json.dumps({"trials": trials, "best": best, "after": len(study.trials)}))
`;

interface Described {
  trials: { number: number; state: string; value: string; params: object; steps: object; user: object }[];
  best: number;
  after: number;
}

describe('a study of ours', () => {
  it('is read and carried on by Optuna', async () => {
    const path = temporaryDatabase();
    const store = await openStore(path);
    const study = await Study.open({
      store,
      name: 'study',
      direction: 'minimize',
      sampler: new TPESampler({ seed: 7 }),
      pruner: new MedianPruner(),
    });
    for (let i = 0; i < 15; i++) {
      const trial = await study.ask(SPACE);
      const x = Number(trial.params.x);
      await trial.setUserAttr('mlflow.run_id', `run ${i}`);
      await trial.report(x * x + 1, 0);
      await trial.report(i === 3 ? Number.NaN : x * x, 1);
      if (i === 4) await trial.tell('FAIL');
      else if (i % 5 === 3) await trial.tell('PRUNED');
      else await trial.tell('COMPLETE', i === 6 ? Number.POSITIVE_INFINITY : x * x);
    }
    const seen = askOracle<Described>(DESCRIBE, { path });
    const python = (value: number) => {
      if (Number.isNaN(value)) return 'nan';
      return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
    };
    assert.equal(seen.best, (await study.best())?.number);
    const ours = (await study.trials()).slice(0, 15);
    for (const [index, trial] of ours.entries()) {
      const theirs = seen.trials[index];
      assert.equal(theirs?.state, trial.state);
      assert.deepEqual(theirs?.params, trial.params);
      assert.deepEqual(theirs?.user, trial.userAttrs);
      assert.equal(
        Number(theirs?.value) || theirs?.value,
        trial.values ? python(trial.values[0] as number) : 'None',
      );
      assert.deepEqual(Object.keys(theirs?.steps ?? {}), [...trial.intermediateValues.keys()].map(String));
    }
    assert.equal(seen.after, 18);
    assert.equal((await study.trials('COMPLETE')).length, 11 + 3);
    await store.close();
  });
});

const MAKE = `
import json, sys, math, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
path = json.load(sys.stdin)["path"]
study = optuna.create_study(study_name="theirs", storage="sqlite:///" + path, direction="maximize")
study.set_user_attr("note", {"deep": [1, float("nan")]})
study.enqueue_trial({"x": 0.5})
def objective(t):
    x = t.suggest_float("x", 0, 1)
    t.suggest_int("n", 2, 8, step=2)
    t.suggest_categorical("c", ["a", None, False, 2])
    t.report(math.inf if t.number == 1 else x, 3)
    if t.number == 2: raise optuna.TrialPruned()
    return -math.inf if t.number == 1 else x
study.optimize(objective, n_trials=4)
study.ask()
optuna.create_study(study_name="two", storage="sqlite:///" + path, directions=["minimize", "maximize"])
print(json.dumps([t.params for t in study.trials]))
`;

const CONSTRAINED = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
url = "sqlite:///" + json.load(sys.stdin)["path"]
def make(name, trials):
    study = optuna.create_study(study_name=name, storage=url)
    for value, constraint in trials:
        trial = study.ask()
        trial.set_constraint("c", constraint)
        study.tell(trial, value)
    try: return study.best_trial.number
    except ValueError: return None
print(json.dumps([make("some", [(0.1, 1), (0.5, 0), (0.3, -1), (0.4, 0)]), make("none", [(0.1, 1), (0.2, 0.5)])]))
`;

describe('a study of Optuna', () => {
  it('is read as it is', async () => {
    const path = temporaryDatabase();
    const params = askOracle<object[]>(MAKE, { path });
    const store = await openStore(path);
    const [theirs, two] = await store.getSummaries();
    assert.deepEqual(two?.directions, ['minimize', 'maximize']);
    assert.equal(two?.bestTrial, null);
    assert.deepEqual(theirs?.counts, { RUNNING: 1, COMPLETE: 3, PRUNED: 1, FAIL: 0, WAITING: 0 });
    assert.deepEqual(theirs?.userAttrs, { note: { deep: [1, 'NaN'] } });
    const trials = await store.getTrials(theirs?.studyId as number);
    assert.deepEqual(
      trials.map((trial) => trial.params),
      params,
    );
    assert.equal(trials[0]?.params.x, 0.5);
    assert.deepEqual(trials[1]?.values, [Number.NEGATIVE_INFINITY]);
    assert.deepEqual([...(trials[1]?.intermediateValues ?? [])], [[3, Number.POSITIVE_INFINITY]]);
    assert.equal(trials[2]?.state, 'PRUNED');
    const best = trials
      .filter(({ state }) => state === 'COMPLETE')
      .sort((a, b) => (b.values?.[0] ?? 0) - (a.values?.[0] ?? 0))[0];
    assert.equal(theirs?.bestTrial?.number, best?.number);
    await store.close();
  });

  it('has the best trial that Optuna says, and none where all break a constraint', async () => {
    const path = temporaryDatabase();
    const best = askOracle<(number | null)[]>(CONSTRAINED, { path });
    assert.deepEqual(best, [2, null]);
    const store = await openStore(path);
    const summaries = await store.getSummaries();
    assert.deepEqual(
      summaries.map(({ bestTrial }) => bestTrial?.number ?? null),
      best,
    );
    assert.equal((await store.getBestTrial(summaries[0]?.studyId as number))?.number, 2);
    assert.equal(await store.getBestTrial(summaries[1]?.studyId as number), null);
    await store.close();
  });

  it('shares a file with workers of both kinds, and no number is given twice', async () => {
    const path = temporaryDatabase();
    await (await openStore(path)).close();
    const store = await openStore(path);
    await store.createStudy('shared', ['minimize']);
    const python = `
import optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
s = optuna.load_study(study_name="shared", storage="sqlite:///${path}")
s.optimize(lambda t: t.suggest_float("x", 0, 1), n_trials=10)`;
    const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
    const commands: [string, string[]][] = [
      [oraclePython(), ['-W', 'ignore', '-c', python]],
      [oraclePython(), ['-W', 'ignore', '-c', python]],
      [process.execPath, [worker, path]],
      [process.execPath, [worker, path]],
    ];
    const codes = await Promise.all(
      commands.map(
        ([command, args]) =>
          new Promise((resolve) => spawn(command, args, { stdio: 'inherit' }).once('exit', resolve)),
      ),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const trials = await store.getTrials(1);
    assert.deepEqual(
      trials.map(({ number }) => number),
      Array.from({ length: 40 }, (_, i) => i),
    );
    assert.ok(trials.every(({ state }) => state === 'COMPLETE'));
    await store.close();
  });
});
