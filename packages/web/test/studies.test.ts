import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logSplits, tickLabels } from '../src/charts/axes.ts';
import type { Trial } from '../src/data/studyModel.ts';
import { readNote } from '../src/data/studyNotes.ts';
import { mergeTrials, parseColumns } from '../src/data/trialColumns.ts';
import { edf } from '../src/logic/edf.ts';
import { readEntry, writeEntry } from '../src/logic/enqueue.ts';
import { formatNumber } from '../src/logic/format.ts';
import { isWithin, paramUpright, valueUpright } from '../src/logic/parallel.ts';
import { ranks } from '../src/logic/ranks.ts';
import { isoline, surface } from '../src/logic/surface.ts';
import { trialTest } from '../src/logic/trialFilter.ts';
import { commonPair, paretoFront } from '../src/logic/trials.ts';

const FLOAT = { name: 'FloatDistribution', attributes: { low: 1e-4, high: 1, log: true, step: null } };

function trial(number: number, part: Partial<Trial> = {}): Trial {
  return {
    id: number + 100,
    number,
    state: 'COMPLETE',
    values: [number],
    params: {},
    distributions: {},
    intermediate: [],
    userAttrs: {},
    infeasible: false,
    fixed: {},
    started: 0,
    completed: 1000 * number,
    ...part,
  };
}

it('ticks of a log axis fit a range that begins anywhere', () => {
  assert.deepEqual(
    logSplits(0.00009862, 0.0021),
    [1e-4, 2e-4, 3e-4, 4e-4, 5e-4, 6e-4, 7e-4, 8e-4, 9e-4, 0.001, 0.002],
  );
  assert.deepEqual(logSplits(5, 5.5), [5]);
  assert.deepEqual(logSplits(0.93, 3), [1, 2, 3]);
  assert.deepEqual(
    logSplits(1e-15, 1),
    Array.from({ length: 16 }, (_, i) => Number(`1e${i - 15}`)),
  );
});

describe('the numbers behind the charts of a study', () => {
  it('share out values that are reached', () => {
    assert.deepEqual(edf([3, 1, 1, Number.NaN, 2]), [
      [1, 0],
      [1, 0.5],
      [2, 0.5],
      [2, 0.75],
      [3, 0.75],
      [3, 1],
    ]);
    assert.deepEqual(edf([]), []);
  });

  it('rank values either way, equal ones alike', () => {
    assert.deepEqual(ranks([5, 1, 9], 'maximize'), [0.5, 0, 1]);
    assert.deepEqual(ranks([5, 1, 9], 'minimize'), [0.5, 1, 0]);
    assert.deepEqual(ranks([2, 2, 7], 'maximize'), [0.25, 0.25, 1]);
    assert.deepEqual(ranks([4], 'minimize'), [1]);
  });

  it('draw a surface through samples, and say how far from them it is', () => {
    const plane = Array.from({ length: 400 }, (_, index) => {
      const [u, v] = [(index % 20) / 20 + 0.025, Math.floor(index / 20) / 20 + 0.025];
      return { u, v, z: 3 * u - v };
    });
    const field = surface(plane, 20);
    assert.ok(field);
    assert.ok(Math.abs((field.values[0] ?? 0) - (3 * 0.025 - 0.025)) < 0.02);
    assert.ok(Math.abs((field.values[19] ?? 0) - (3 * 0.975 - 0.025)) < 0.02);
    assert.equal(Math.max(...field.far), 0);
    // 3u - v = 1 goes from (1/3, 0) to (2/3, 1).
    for (const [x0, y0, x1, y1] of isoline(field, 1)) {
      assert.ok(Math.abs(3 * x0 - y0 - 1) < 0.05, `${x0} ${y0}`);
      assert.ok(Math.abs(3 * x1 - y1 - 1) < 0.05, `${x1} ${y1}`);
    }
    assert.ok(isoline(field, 1).length > 19);
    const lone = surface([{ u: 0, v: 0, z: 1 }], 10);
    assert.ok(Math.abs((lone?.far.at(-1) ?? 0) - Math.hypot(9, 9) / 10) < 1e-9);
    assert.equal(surface([]), null);
  });

  it('let through what every brushed axis lets through', () => {
    const params = [{ lr: 0.001, kind: 'a' }, { lr: 0.1, kind: 'b' }, { kind: 'b' }];
    const trials = params.map((own, number) => trial(number, { params: own, distributions: { lr: FLOAT } }));
    const axes = [
      paramUpright(trials, 'lr', String),
      paramUpright(trials, 'kind', String),
      valueUpright(trials, 'loss', 0, String),
    ];
    assert.deepEqual(
      trials.map((own) => axes[0]?.at(own)),
      [0, 1, null],
    );
    assert.deepEqual(axes[1]?.marks, [
      { at: 0.25, text: 'a' },
      { at: 0.75, text: 'b' },
    ]);
    const within = (brushes: Parameters<typeof isWithin>[2]) =>
      trials.filter((own) => isWithin(own, axes, brushes)).map(({ number }) => number);
    assert.deepEqual(within({}), [0, 1, 2]);
    assert.deepEqual(within({ lr: [0.5, 1] }), [1]);
    assert.deepEqual(within({ kind: [0.6, 1] }), [1, 2]);
    assert.deepEqual(within({ kind: [0.6, 1], loss: [0.9, 1] }), [2]);
  });

  it('find the front, with equals and without what breaks a constraint', () => {
    const values = [
      [1, 5],
      [2, 2],
      [2, 2],
      [3, 1],
      [3, 5],
      [0, 9],
    ];
    const trials = values.map((own, number) => trial(number, { values: own, infeasible: number === 5 }));
    assert.deepEqual([...paretoFront(trials, ['minimize', 'minimize'])].sort(), [0, 1, 2, 3]);
    assert.deepEqual([...paretoFront(trials, ['maximize', 'maximize'])], [4]);
  });

  it('choose the params that most trials have both of', () => {
    const trials = [
      { a: 'x', b: 1 },
      { a: 'y', c: 1, d: 2 },
      { a: 'y', c: 3, d: 2 },
    ].map((params, number) => trial(number, { params }));
    assert.deepEqual(commonPair(trials, ['a', 'b', 'c', 'd']), ['c', 'd']);
  });

  it('write small figures with as many digits as large ones', () => {
    assert.equal(formatNumber(0.001736, 4), '0.00174');
    assert.equal(formatNumber(0.9598, 4), '0.960');
    assert.equal(formatNumber(12.346, 4), '12.35');
  });
});

describe('trials of a study', () => {
  const columns = {
    trial_ids: [7, 8, 9],
    numbers: [0, 1, 2],
    states: ['COMPLETE', 'PRUNED', 'WAITING'] as const,
    values: [['Infinity', null, null]],
    params: [
      { name: 'lr', distribution: FLOAT, rows: [0], values: [0.1] },
      { name: 'lr', distribution: null, rows: [1], values: [0.2] },
    ],
    reports: { counts: [0, 2, 0], steps: [1, 2], values: [0.5, 'NaN'] },
    user_attrs: [{ name: 'host', rows: null, values: ['a', 'b', 'c'] }],
    infeasible: [1],
    fixed: [{ name: 'lr', rows: [2], values: [0.3] }],
    starts: [1, 2, null],
    ends: [3, null, null],
  };

  it('are read from columns', () => {
    const trials = parseColumns({ ...columns, states: [...columns.states] });
    assert.deepEqual(
      trials.map(({ values }) => values),
      [[Number.POSITIVE_INFINITY], null, null],
    );
    assert.deepEqual(
      trials.map(({ params }) => params),
      [{ lr: 0.1 }, { lr: 0.2 }, {}],
    );
    assert.deepEqual(trials[0]?.distributions, { lr: FLOAT });
    assert.deepEqual(trials[1]?.distributions, {});
    assert.deepEqual(trials[1]?.intermediate, [
      [1, 0.5],
      [2, Number.NaN],
    ]);
    assert.deepEqual(
      trials.map(({ infeasible }) => infeasible),
      [false, true, false],
    );
    assert.deepEqual(trials[2]?.fixed, { lr: 0.3 });
    assert.equal(trials[2]?.userAttrs.host, 'c');
  });

  it('take the place of what they were before', () => {
    const known = [trial(0), trial(1, { state: 'RUNNING' })];
    const merged = mergeTrials(known, [trial(2), trial(1)]);
    assert.deepEqual(
      merged.map(({ number, state }) => `${number} ${state}`),
      ['0 COMPLETE', '1 COMPLETE', '2 COMPLETE'],
    );
    assert.equal(merged[0], known[0]);
  });

  it('are found by words and comparisons', () => {
    const trials = [
      trial(0, { params: { lr: 0.1, optimizer: 'adam' }, userAttrs: { host: 'a' } }),
      trial(1, { params: { lr: 0.001, optimizer: 'sgd' }, values: [0.5, 7] }),
      trial(12, { params: { lr: 0.2 }, state: 'PRUNED', values: null }),
    ];
    const found = (words: string) => trials.filter(trialTest(words)).map(({ number }) => number);
    assert.deepEqual(found(''), [0, 1, 12]);
    assert.deepEqual(found('lr<0.15'), [0, 1]);
    assert.deepEqual(found('lr>=0.1 optimizer=Adam'), [0]);
    assert.deepEqual(found('optimizer!=adam'), [1]);
    assert.deepEqual(found('value1>5'), [1]);
    assert.deepEqual(found('value>0.1'), [1]);
    assert.deepEqual(found('duration>5'), [12]);
    assert.deepEqual(found('state=pruned'), [12]);
    assert.deepEqual(found('host=a'), [0]);
    assert.deepEqual(found('SGD'), [1]);
    assert.deepEqual(found('12'), [12]);
    assert.deepEqual(found('nothing'), []);
  });

  it('are asked for with params that their distribution allows', () => {
    const whole = { name: 'IntDistribution', attributes: { low: 2, high: 20, step: 3, log: false } };
    const choice = { name: 'CategoricalDistribution', attributes: { choices: ['a', null, 3, true] } };
    assert.deepEqual(readEntry(FLOAT, '1e-3'), { value: 0.001 });
    assert.deepEqual(readEntry(FLOAT, '2'), { problem: 'is not within 0.0001 to 1' });
    assert.deepEqual(readEntry(FLOAT, 'x'), { problem: 'is no number' });
    assert.deepEqual(readEntry(whole, '5'), { value: 5 });
    assert.deepEqual(readEntry(whole, '6'), { problem: 'is not 2 and a multiple of 3' });
    assert.deepEqual(readEntry(whole, '5.5'), { problem: 'is no whole number' });
    for (const value of ['a', null, 3, true])
      assert.deepEqual(readEntry(choice, writeEntry(choice, value)), { value });
    assert.equal(writeEntry(choice, 'gone'), '');
  });

  it('have notes in pieces among the attributes of the study', () => {
    const attrs = {
      'dashboard:note_ver': 3,
      'dashboard:note_str:10': 'c',
      'dashboard:note_str:2': 'b',
      'dashboard:note_str:0': 'a',
      'dashboard:12:note_ver': 1,
      'dashboard:12:note_str:0': 'of the trial',
    };
    assert.deepEqual(readNote(attrs), { text: 'abc', version: 3 });
    assert.deepEqual(readNote(attrs, 12), { text: 'of the trial', version: 1 });
    assert.deepEqual(readNote(attrs, 13), { text: '', version: 0 });
  });
});

describe('figures along an axis', () => {
  it('are as short as tells them apart', () => {
    assert.deepEqual(tickLabels([0, 0.5, 1]), ['0', '0.50', '1']);
    assert.deepEqual(tickLabels([0.94, 0.942, null, 0.944]), ['0.940', '0.942', '', '0.944']);
    assert.deepEqual(tickLabels([100000.1, 100000.2]), ['100000.1', '100000.2']);
  });
});
