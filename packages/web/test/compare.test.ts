import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRun, type Run } from '../src/data/model.ts';
import { packRunIds, unpackRunIds } from '../src/logic/compareLink.ts';
import {
  decodePanels,
  defaultPanels,
  encodePanels,
  movePanel,
  PANEL_KINDS,
} from '../src/logic/comparePanels.ts';
import { reproduction } from '../src/logic/reproduce.ts';
import { runColumn } from '../src/logic/runColumn.ts';
import { commitLink, differenceLink } from '../src/logic/sourceLink.ts';
import { boxOf, quantile } from '../src/logic/statistics.ts';

const pairs = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

function run(id: string, params: Record<string, string>, metrics: Record<string, number>, tags = {}): Run {
  return parseRun({
    info: {
      run_id: id,
      experiment_id: '1',
      run_name: id,
      status: 'FINISHED',
      start_time: 1000,
      end_time: 6000,
    },
    data: {
      params: pairs(params),
      tags: pairs(tags),
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, step: 9, timestamp: 1 })),
    },
  });
}

describe('the address of a comparison', () => {
  const id = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
    fc.string({ minLength: 1, maxLength: 40 }),
  );

  it('holds any ids, those of MLflow in 22 characters', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 30 }), (ids) => {
        assert.deepEqual(unpackRunIds(`#${packRunIds(ids)}`), ids);
      }),
    );
    assert.equal(packRunIds(['0'.repeat(32), 'f'.repeat(32)]).length, 45);
    assert.deepEqual(unpackRunIds('#short,,AAAAAAAAAAAAAAAAAAAAAA'), ['0'.repeat(32)]);
  });

  it('holds panels, whatever metrics are called', () => {
    const panel = fc.record(
      {
        kind: fc.constantFrom(...PANEL_KINDS),
        width: fc.integer({ min: 1, max: 3 }),
        height: fc.integer({ min: 1, max: 3 }),
        fields: fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
        options: fc.subarray(['time', 'log', 's60']),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(panel), (panels) => {
        assert.deepEqual(decodePanels(encodePanels(panels)), panels);
      }),
    );
    assert.deepEqual(decodePanels('nonsense.1.1~a;line.9.0~metrics.loss'), [
      { kind: 'line', width: 3, height: 1, fields: ['metrics.loss'], options: [] },
    ]);
  });
});

describe('a workspace', () => {
  const runs = [
    run('a', { lr: '0.1', opt: 'adam', same: '1' }, { loss: 1, 'system/cpu': 1 }),
    run('b', { lr: '0.001', opt: 'sgd', same: '1' }, { loss: 2, 'system/cpu': 2 }),
    run('c', { lr: '0.01', opt: 'adam', same: '1' }, { loss: 3, 'system/cpu': 3 }),
  ];

  it('begins with what differs', () => {
    const panels = defaultPanels(runs, 'loss');
    assert.deepEqual(
      panels.map(({ kind, fields }) => [kind, ...fields]),
      [
        ['line', 'metrics.loss'],
        ['bar', 'metrics.loss'],
        ['parallel', 'params.lr', 'params.opt', 'metrics.loss'],
        ['scatter', 'params.lr', 'metrics.loss'],
        ['box', 'metrics.loss', 'params.opt'],
      ],
    );
    assert.deepEqual(defaultPanels([run('x', {}, {})], null), []);
  });

  it('is put in another order', () => {
    const panels = defaultPanels(runs, 'loss');
    const kinds = (from: number, to: number) => movePanel(panels, from, to).map(({ kind }) => kind);
    assert.deepEqual(kinds(0, 1), ['bar', 'line', 'parallel', 'scatter', 'box']);
    assert.deepEqual(kinds(4, 0), ['box', 'line', 'bar', 'parallel', 'scatter']);
    assert.deepEqual(kinds(1, 99), ['line', 'parallel', 'scatter', 'box', 'bar']);
  });

  it('reads columns as numbers where all are, and else as categories', () => {
    const lr = runColumn('params.lr', runs);
    assert.deepEqual([lr?.log, lr?.categories], [true, null]);
    assert.deepEqual(
      runs.map((one) => lr?.value(one)),
      [0.1, 0.001, 0.01],
    );
    const opt = runColumn('params.opt', runs);
    assert.deepEqual(opt?.categories, ['adam', 'sgd']);
    assert.deepEqual(
      runs.map((one) => opt?.value(one)),
      [0, 1, 0],
    );
    assert.equal(runColumn('attributes.duration', runs)?.value(runs[0] as Run), 5);
    assert.equal(runColumn('metrics.none', runs)?.value(runs[0] as Run), null);
    assert.equal(runColumn('nothing', runs), null);
  });
});

describe('a box', () => {
  it('has the quartiles of NumPy and the whiskers of Tukey', () => {
    assert.equal(quantile([1, 2, 3, 4], 0.25), 1.75);
    assert.deepEqual(boxOf([1, 2, 3, 4, 100]), {
      low: 1,
      first: 2,
      median: 3,
      third: 4,
      high: 4,
      outliers: [100],
    });
  });
});

describe('the commands that run it again', () => {
  it('are the command itself, word by word', () => {
    const tags = {
      'orrery.command': JSON.stringify(['python', 'train.py', '--name', "it's me", '--lr=0.1']),
      'mlflow.source.name': "python train.py --name it's me --lr=0.1",
      'mlflow.source.git.commit': 'abc',
      'mlflow.source.git.repoURL': 'git@github.com:acme/vision.git',
      'mlflow.source.git.dirty': 'true',
    };
    const found = reproduction(run('a', {}, {}, tags), 'my experiment');
    assert.equal(
      found?.commands,
      [
        'git clone git@github.com:acme/vision.git && cd vision',
        'git checkout abc',
        `orrery exec --experiment 'my experiment' -- python train.py --name 'it'\\''s me' --lr=0.1`,
      ].join('\n'),
    );
    assert.match(found?.gaps.join() ?? '', /no commit holds/);
  });

  it('of a job are a manifest with the params as they were', () => {
    const tags = {
      'orrery.dataset': 'wine',
      'orrery.model': 'mlp',
      'orrery.seed': '7',
      'orrery.executor': 'local',
    };
    const { commands } =
      reproduction(run('a', { lr: '0.1', 'net.depth': '3', act: 'relu' }, {}, tags), 'e') ?? {};
    const manifest = JSON.parse(commands?.split("<<'END'\n")[1]?.split('\nEND')[0] ?? '');
    assert.deepEqual(manifest, {
      globals: { experiment_name: 'e', random_seed: 7 },
      jobs: [
        {
          dataset_slug: 'wine',
          model_name: 'mlp',
          executor: 'local',
          model_params: { lr: 0.1, net: { depth: 3 }, act: 'relu' },
        },
      ],
    });
  });

  it('of a project are those of mlflow run; nothing is made up where nothing is known', () => {
    const tags = {
      'mlflow.source.type': 'PROJECT',
      'mlflow.source.name': 'https://host/p.git#sub',
      'mlflow.project.entryPoint': 'main',
    };
    assert.equal(
      reproduction(run('a', { alpha: '1 2' }, {}, tags), 'e')?.commands,
      "mlflow run 'https://host/p.git#sub' -e main -P 'alpha=1 2'",
    );
    assert.equal(reproduction(run('a', {}, {}), 'e'), null);
  });
});

it('links to what lies between two commits', () => {
  assert.equal(
    differenceLink('git@github.com:acme/vision.git', 'a1', 'b2'),
    'https://github.com/acme/vision/compare/a1...b2',
  );
  assert.equal(commitLink('https://gitlab.com/g/p.git', 'b2'), 'https://gitlab.com/g/p/-/commit/b2');
  assert.equal(
    differenceLink('https://gitlab.com/g/p.git', 'a1', 'b2'),
    'https://gitlab.com/g/p/-/compare/a1...b2',
  );
  assert.equal(differenceLink(undefined, 'a', 'b'), null);
});
