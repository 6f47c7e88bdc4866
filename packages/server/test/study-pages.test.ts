import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { onEachStudyStore, type StudyServer } from './study-stores.ts';

onEachStudyStore('what pages of studies read and write', (server) => {
  let orrery: StudyServer;
  let id: number;
  before(async () => {
    orrery = server();
    id = askOracle<number>(
      `
import json, sys, optuna
from optuna_dashboard import save_note
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(study_name="pages", storage=json.load(sys.stdin)["url"],
    sampler=optuna.samplers.RandomSampler(seed=1))
study.enqueue_trial({"kind": "a", "x": 0.5})
def objective(t):
    if t.number == 7:
        t.set_constraint("size", 1.0)
    t.set_user_attr("host", "h%d" % t.number)
    x = t.suggest_float("x", 0, 1 if t.number < 5 else 2)
    if t.suggest_categorical("kind", ["a", None, 3]) == "a":
        t.suggest_int("depth", 1, 9)
    t.report(float("inf"), 0)
    t.report(x, 3)
    if t.number == 4:
        raise optuna.TrialPruned()
    return x
study.optimize(objective, n_trials=12)
study.enqueue_trial({"x": 0.25})
save_note(study, "# théy " + "wrote" * 1000)
save_note(optuna.trial.Trial(study, study.trials[2]._trial_id), "of a trial")
print(study._study_id)`,
      { url: orrery.studies },
    );
  });

  const send = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${orrery.url}/api/sweeps/studies/${id}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: of many shapes
    return { status: answer.status, body: (await answer.json()) as any };
  };

  it('trials as columns say what trials as objects say', async () => {
    const { trials } = (await send('GET', '/trials')).body;
    const { columns } = (await send('GET', '/columns')).body;
    assert.deepEqual(
      columns.numbers,
      trials.map(({ number }: { number: number }) => number),
    );
    assert.equal(trials.length, 13);
    type Column = { name: string; distribution: unknown; rows: number[] | null; values: unknown[] };
    trials.forEach((trial: Record<string, unknown>, row: number) => {
      const held = (list: Column[]) =>
        list.flatMap(({ name, distribution, rows, values }) => {
          const place = rows ? rows.indexOf(row) : row;
          return place < 0 ? [] : [{ name, distribution, value: values[place] }];
        });
      const params = held(columns.params);
      assert.deepEqual(Object.fromEntries(params.map(({ name, value }) => [name, value])), trial.params);
      assert.deepEqual(
        Object.fromEntries(params.map(({ name, distribution }) => [name, distribution])),
        trial.distributions,
      );
      assert.deepEqual(
        Object.fromEntries(held(columns.user_attrs).map(({ name, value }) => [name, value])),
        trial.user_attrs,
      );
      assert.equal(columns.states[row], trial.state);
      assert.deepEqual(columns.values[0][row], (trial.values as number[] | null)?.[0] ?? null);
      assert.equal(columns.ends[row], trial.datetime_complete && Date.parse(String(trial.datetime_complete)));
      const before = columns.reports.counts
        .slice(0, row)
        .reduce((sum: number, count: number) => sum + count, 0);
      assert.deepEqual(
        columns.reports.values.slice(before, before + columns.reports.counts[row]),
        (trial.intermediate_values as [number, unknown][]).map(([, value]) => value),
      );
    });
    assert.deepEqual(columns.infeasible, [7]);
    assert.deepEqual(columns.fixed, [{ name: 'x', rows: [12], values: [0.25] }]);
    assert.equal(columns.params.filter(({ name }: Column) => name === 'x').length, 2);
  });

  it('only what has changed comes after a cursor', async () => {
    const { cursor } = (await send('GET', '/columns?after=0')).body;
    assert.deepEqual((await send('GET', `/columns?after=${cursor}`)).body.columns.numbers, []);
    assert.equal((await send('POST', '/enqueue', { params: { x: 0.75 } })).status, 201);
    const { columns, reset } = (await send('GET', `/columns?after=${cursor}`)).body;
    assert.deepEqual(columns.numbers, [13]);
    assert.deepEqual(columns.fixed, [{ name: 'x', rows: null, values: [0.75] }]);
    assert.equal(reset, false);
    assert.equal((await send('GET', '/columns?after=x')).status, 400);
  });

  it("notes are optuna-dashboard's, both ways", async () => {
    const { system_attrs: attrs } = (await send('GET', '')).body.study;
    assert.equal(attrs['dashboard:note_ver'], 1);
    assert.ok(String(attrs['dashboard:note_str:0']).startsWith('# théy wrote'));
    assert.equal(attrs['dashboard:note_str:2'].length, 5007 - 2 * 2045);

    const long = `𝔘 ${'ü'.repeat(2100)}`;
    assert.deepEqual((await send('PUT', '/note', { text: long, version: 1 })).body, { version: 2 });
    const stale = await send('PUT', '/note', { text: 'mine', version: 1 });
    assert.equal(stale.status, 409);
    assert.match(stale.body.message, /version 2 is stored/);
    assert.equal((await send('PUT', '/note', { text: 'x', version: 1, trial: 2 })).status, 200);
    assert.equal((await send('PUT', '/note', { text: 'x', version: 0, trial: 99 })).status, 404);
    const seen = askOracle(
      `
import json, sys, optuna
from optuna_dashboard import get_note
study = optuna.load_study(study_name="pages", storage=json.load(sys.stdin)["url"])
trial = optuna.trial.Trial(study, study.trials[2]._trial_id)
print(json.dumps([get_note(study), get_note(trial)]))`,
      { url: orrery.studies },
    );
    assert.deepEqual(seen, [long, 'x']);
  });
});
