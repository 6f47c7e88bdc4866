import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { askOracle } from '../../../scripts/oracle.ts';
import { onEachStudyStore, type StudyServer } from './study-stores.ts';

const SPACE = {
  x: { type: 'number', minimum: -5, maximum: 5 },
  depth: { type: 'integer', minimum: 1, maximum: 9 },
  kind: { enum: ['a', 'b'] },
};

interface Study {
  study_id: number;
  name: string;
  counts: Record<string, number>;
  best_trial: { number: number; values: number[] } | null;
  settings: Record<string, unknown>;
  stopped: string | null;
  user_attrs: Record<string, unknown>;
}

interface Trial {
  trial_id: number;
  number: number;
  state: string;
  params: Record<string, number | string>;
  values: (number | string)[] | null;
  user_attrs: Record<string, unknown>;
}

/** Of every answer, whichever it is. */
interface Answer {
  study: Study;
  studies: Study[];
  trial: Trial;
  trials: Trial[];
  done: string | null;
  should_prune: boolean;
  message: string;
  total: number;
  more: boolean;
  cursor: string;
  reset: boolean;
}

onEachStudyStore('sweeps over HTTP', (server) => {
  let orrery: StudyServer;
  before(async () => {
    orrery = server();
  });

  const send = async (method: string, path: string, body?: object, headers = {}) => {
    const answer = await fetch(`${orrery.url}/api/sweeps/studies${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    const said = isJson ? await answer.json() : { message: await answer.text() };
    return { status: answer.status, ...(said as Answer) };
  };
  const make = async (body: object) => (await send('POST', '', body)).study.study_id;

  it('ask and tell until the best is known, which Optuna reads and carries on', async () => {
    const made = await send('POST', '', {
      name: 'over http',
      directions: ['maximize'],
      sampler: { name: 'tpe', options: { n_startup_trials: 4 } },
      pruner: 'nop',
      seed: 3,
      space: SPACE,
      user_attrs: { team: 'ada' },
    });
    assert.equal(made.status, 201);
    const id = made.study.study_id;
    for (let i = 0; i < 12; i++) {
      const { trial, done } = await send('POST', `/${id}/ask`, {});
      assert.equal(done, null);
      assert.equal(trial.number, i);
      assert.deepEqual(Object.keys(trial.params).sort(), ['depth', 'kind', 'x']);
      const value = -(Number(trial.params.x) ** 2) - Number(trial.params.depth);
      const at = `/${id}/trials/${i}`;
      assert.equal((await send('POST', `${at}/report`, { step: 0, value: value - 1 })).should_prune, false);
      if (i === 2) await send('POST', `${at}/tell`, { state: 'FAIL', user_attrs: { why: 'broke' } });
      else if (i === 3) await send('POST', `${at}/tell`, { state: 'PRUNED' });
      else await send('POST', `${at}/tell`, { values: [i === 5 ? '-Infinity' : value] });
    }
    const { study } = await send('GET', `/${id}`);
    assert.deepEqual(study.counts, { RUNNING: 0, COMPLETE: 10, PRUNED: 1, FAIL: 1, WAITING: 0 });
    const best = await send('GET', `/${id}/best`);
    assert.equal(best.trials[0]?.number, study.best_trial?.number);

    const seen = askOracle<{ best: number; trials: [number, string, object, object][]; after: number }>(
      `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.load_study(study_name="over http", storage=json.load(sys.stdin)["url"])
best = study.best_trial.number
trials = [[t.number, t.state.name, t.params, t.user_attrs] for t in study.trials]
def objective(t):
    return -t.suggest_float("x", -5, 5) ** 2 - t.suggest_int("depth", 1, 9) - len(t.suggest_categorical("kind", ["a", "b"]))
study.optimize(objective, n_trials=2)
print(json.dumps({"best": best, "trials": trials, "after": len(study.trials)}))`,
      { url: orrery.studies },
    );
    assert.equal(seen.best, study.best_trial?.number);
    const { trials } = await send('GET', `/${id}/trials`);
    assert.equal(seen.after, 14);
    assert.equal(trials.length, 14);
    assert.deepEqual(
      seen.trials,
      trials.slice(0, 12).map(({ number, state, params, user_attrs }) => [number, state, params, user_attrs]),
    );
    assert.equal((await send('POST', `/${id}/ask`, {})).trial.number, 14);
  });

  it('give every worker a trial of its own, and none the params of another that runs', async () => {
    const id = await make({
      space: { x: SPACE.x },
      sampler: { name: 'tpe', options: { n_startup_trials: 0 } },
    });
    for (let i = 0; i < 12; i++) {
      const { trial } = await send('POST', `/${id}/ask`, {});
      await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [Number(trial.params.x) ** 2] });
    }
    const worker = async () => {
      const mine: Trial[] = [];
      for (let i = 0; i < 4; i++) {
        const { trial } = await send('POST', `/${id}/ask`, {});
        mine.push(trial);
        await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [Number(trial.params.x) ** 2] });
      }
      return mine;
    };
    const asked = (await Promise.all(Array.from({ length: 32 }, worker))).flat();
    assert.deepEqual(
      asked.map(({ number }) => number).sort((a, b) => a - b),
      Array.from({ length: 128 }, (_, index) => 12 + index),
    );
    // All at once: each is told of the others, and keeps away from them.
    const together = await Promise.all(Array.from({ length: 16 }, () => send('POST', `/${id}/ask`, {})));
    const xs = together.map(({ trial }) => Number(trial.params.x)).sort((a, b) => a - b);
    assert.equal(new Set(xs).size, 16);
    const { trials } = await send('GET', `/${id}/trials?state=RUNNING`);
    assert.equal(trials.length, 16);
    assert.ok(trials.every(({ params }) => 'x' in params));
  });

  it('prune by the pruner that the study was made with', async () => {
    const id = await make({ space: { x: SPACE.x }, pruner: 'median' });
    for (let i = 0; i < 6; i++) {
      const { trial } = await send('POST', `/${id}/ask`, {});
      await send('POST', `/${id}/trials/${trial.number}/report`, { step: 1, value: i });
      await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [i] });
    }
    const { trial } = await send('POST', `/${id}/ask`, {});
    const at = `/${id}/trials/${trial.number}`;
    assert.equal((await send('POST', `${at}/report`, { step: 1, value: 100 })).should_prune, true);
    assert.equal((await send('GET', `${at}/should_prune`)).should_prune, true);
    const told = await send('POST', `${at}/tell`, { state: 'PRUNED' });
    assert.deepEqual([told.trial.state, told.trial.values], ['PRUNED', [100]]);
  });

  it('fail a trial whose worker gives no sign, and run it again', async () => {
    const id = await make({
      space: { x: SPACE.x },
      heartbeat: { interval: 1, grace: 2, max_retries: 1 },
      pruner: 'nop',
    });
    const [gone, alive] = [await send('POST', `/${id}/ask`), await send('POST', `/${id}/ask`)];
    const states = async () => (await send('GET', `/${id}/trials`)).trials.map(({ state }) => state);
    for (let step = 0; (await states())[0] === 'RUNNING' && step < 60; step++) {
      await sleep(200);
      await send('POST', `/${id}/trials/${alive.trial.number}/report`, { step, value: 1 });
      const { trial } = await send('POST', `/${id}/ask`);
      const again = trial.params.x === gone.trial.params.x;
      if (again) assert.equal((await states())[0], 'FAIL');
      await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [again ? 7 : 1] });
    }
    const { trials } = await send('GET', `/${id}/trials`);
    assert.deepEqual([trials[0]?.state, trials[1]?.state], ['FAIL', 'RUNNING']);
    assert.equal(trials.filter(({ values }) => values?.[0] === 7).length, 1);
  });

  it('run what is enqueued first, and end where a study is stopped or a grid is tried', async () => {
    const id = await make({
      space: { depth: { type: 'integer', minimum: 1, maximum: 3 } },
      sampler: 'bruteforce',
    });
    assert.equal((await send('POST', `/${id}/enqueue`, { params: { depth: 2 } })).status, 201);
    const again = await send('POST', `/${id}/enqueue`, { params: { depth: 2 }, skip_if_exists: true });
    assert.deepEqual([again.status, again.trial], [200, null]);
    const values: (string | number | undefined)[] = [];
    await send('POST', `/${id}/stop`, { reason: 'lunch' });
    const stopped = await send('POST', `/${id}/ask`, {});
    assert.deepEqual([stopped.trial, stopped.done], [null, 'lunch']);
    const bare = await fetch(`${orrery.url}/api/sweeps/studies/${id}/resume`, { method: 'POST' });
    assert.equal(((await bare.json()) as Answer).study.stopped, null);
    for (;;) {
      const { trial, done } = await send('POST', `/${id}/ask`, {});
      if (!trial) {
        assert.equal(done, 'every combination is tried');
        break;
      }
      values.push(trial.params.depth);
      await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [1] });
    }
    assert.equal(values[0], 2);
    assert.deepEqual(values.sort(), [1, 2, 3]);
  });

  it('tell a page only of the trials that have changed', async () => {
    const id = await make({ space: { x: SPACE.x }, sampler: 'random' });
    for (let i = 0; i < 5; i++) {
      await send('POST', `/${id}/ask`, {});
      if (i < 4) await send('POST', `/${id}/trials/${i}/tell`, { values: [-i] });
    }
    const first = await send('GET', `/${id}/trials?after=0&limit=3`);
    assert.deepEqual([first.trials.length, first.more, first.reset, first.total], [3, true, true, 5]);
    const rest = await send('GET', `/${id}/trials?after=${first.cursor}`);
    assert.deepEqual(
      [rest.trials.map(({ number }) => number), rest.more, rest.reset],
      [[3, 4], false, false],
    );
    const none = await send('GET', `/${id}/trials?after=${rest.cursor}`);
    assert.deepEqual([none.trials, none.cursor], [[], rest.cursor]);
    await send('POST', `/${id}/trials/4/tell`, { values: [7] });
    const { trial } = await send('POST', `/${id}/ask`, {});
    const changed = await send('GET', `/${id}/trials?after=${rest.cursor}&omit=distributions,system_attrs`);
    assert.deepEqual(
      changed.trials.map(({ number, state }) => [number, state]),
      [
        [4, 'COMPLETE'],
        [trial.number, 'RUNNING'],
      ],
    );
    assert.ok(changed.trials.every((one) => !('distributions' in one) && 'params' in one));
    assert.equal((await send('GET', `/${id}/trials?after=00000000.9`)).reset, true);
    assert.equal((await send('GET', `/${id}/trials?after=nine`)).status, 400);

    const page = await send('GET', `/${id}/trials?state=COMPLETE&order=-value&offset=1&limit=2`);
    assert.deepEqual(
      [page.trials.map(({ values }) => values), page.total, page.more],
      [[[0], [-1]], 5, true],
    );
    assert.deepEqual((await send('GET', `/${id}/trials?text=x=`)).total, 6);
  });

  it('rename, note, export and delete', async () => {
    const id = await make({ name: 'old', space: { x: SPACE.x, kind: SPACE.kind } });
    const { trial } = await send('POST', `/${id}/ask`, { user_attrs: { note: '=1+1, "so"' } });
    await send('POST', `/${id}/trials/0/tell`, { values: [0.5] });
    const { study } = await send('PATCH', `/${id}`, { name: 'new', user_attrs: { tags: ['a'] } });
    assert.deepEqual([study.name, study.user_attrs], ['new', { tags: ['a'] }]);
    assert.deepEqual((await send('GET', '?name=new')).studies[0]?.study_id, id);
    const taken = await send('POST', '', { name: 'new' });
    assert.equal(taken.status, 400);
    assert.equal((await send('POST', '', { name: 'new', load_if_exists: true })).study.study_id, id);
    const csv = await fetch(`${orrery.url}/api/sweeps/studies/${id}/export?format=csv`);
    assert.match(csv.headers.get('content-disposition') ?? '', /new\.csv/);
    const [header, row] = (await csv.text()).trim().split('\r\n');
    assert.equal(
      header,
      'number,value,datetime_start,datetime_complete,duration_seconds,params_kind,params_x,user_attrs_note,state',
    );
    const { kind, x } = trial.params;
    assert.ok(row?.endsWith(`,${kind},${x},"'=1+1, ""so""",COMPLETE`), row ?? 'no row');
    const json = await fetch(`${orrery.url}/api/sweeps/studies/${id}/export?format=json`);
    assert.equal(((await json.json()) as Answer).trials.length, 1);
    assert.equal((await send('DELETE', `/${id}`)).status, 200);
    assert.equal((await send('GET', `/${id}`)).status, 404);
  });

  it('have several objectives', async () => {
    const id = await make({ directions: ['minimize', 'maximize'], space: { x: SPACE.x } });
    for (const values of [
      [1, 1],
      [2, 2],
      [3, 0],
    ]) {
      const { trial } = await send('POST', `/${id}/ask`, {});
      await send('POST', `/${id}/trials/${trial.number}/tell`, { values });
    }
    const { trials } = await send('GET', `/${id}/best`);
    assert.deepEqual(
      trials.map(({ number }) => number),
      [0, 1],
    );
    const { trial } = await send('POST', `/${id}/ask`, {});
    const one = await send('POST', `/${id}/trials/${trial.number}/tell`, { values: [1] });
    assert.match(one.message, /needs 2 values/);
    assert.equal(one.status, 400);
  });

  it('say everything that is wrong, and take nothing from other pages', async () => {
    const bad = await send('POST', '', {
      sampler: { name: 'tpe', options: { n_startup_trials: -1 } },
      directions: ['up'],
      space: { x: { type: 'number', minimum: 'low' } },
    });
    assert.equal(bad.status, 400);
    for (const part of ['n_startup_trials', 'directions', 'minimum'])
      assert.match(bad.message, new RegExp(part));
    const worse = await send('POST', '', {
      pruner: 'threshold',
      space: { x: { type: 'number', minimum: 5, maximum: 1 }, y: { type: 'integer' } },
    });
    for (const part of ['Give lower', "'x'", "'y'"]) assert.match(worse.message, new RegExp(part));
    const id = await make({ space: { x: SPACE.x } });
    assert.equal((await send('POST', `/${id}/trials/9/tell`, { values: [1] })).status, 404);
    await send('POST', `/${id}/ask`, {});
    for (const values of [[null], ['1'], ['NaN'], []])
      assert.equal((await send('POST', `/${id}/trials/0/tell`, { values })).status, 400);
    await send('POST', `/${id}/trials/0/tell`, { values: [1] });
    const again = await send('POST', `/${id}/trials/0/tell`, { values: [1] });
    assert.deepEqual([again.status, again.message], [409, 'Trial 0 is COMPLETE and cannot be changed.']);
    const other = await send('POST', `/${id}/ask`, {}, { origin: 'http://elsewhere.example' });
    assert.equal(other.status, 403);
    assert.equal((await send('DELETE', `/${id}`, undefined, { 'sec-fetch-site': 'cross-site' })).status, 403);
  });

  it('are in the OpenAPI document', async () => {
    const document = (await (await fetch(`${orrery.url}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { tags: string[] }>>;
    };
    const ours = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/api/sweeps/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    assert.ok(ours.includes('post /api/sweeps/studies/{study_id}/ask'));
    assert.ok(ours.includes('patch /api/sweeps/studies/{study_id}/trials/{number}'));
    assert.ok(ours.length >= 17, String(ours));
  });
});
