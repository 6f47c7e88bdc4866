import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RowRun } from '../src/data/rowModel.ts';
import { ansiLines, readTerminal, type Terminal } from '../src/logic/ansi.ts';
import { type Group, leaderboards, meanRanks } from '../src/logic/leaderboard.ts';
import { addJob, pairsOf, readDraft, removeJobs, writeDraft } from '../src/logic/manifestDraft.ts';
import { deviation, mean, welch } from '../src/logic/statistics.ts';

describe('a manifest under a form', () => {
  const text = '# mine\nglobals:\n  experiment_name: a # kept\njobs: []\n';

  it('keeps comments and order where one value changes', () => {
    const changed = writeDraft(text, ['globals', 'metrics', 'primary'], 'score');
    assert.equal(
      changed,
      '# mine\nglobals:\n  experiment_name: a # kept\n  metrics:\n    primary: score\njobs: []\n',
    );
    assert.equal(writeDraft(changed, ['globals', 'metrics', 'primary'], undefined), text);
  });

  it('gains jobs and loses them', () => {
    const two = addJob(addJob(text, 'wine', 'pca'), 'wine', 'mlp');
    assert.deepEqual(readDraft(two).jobs, [
      { dataset_slug: 'wine', model_name: 'pca' },
      { dataset_slug: 'wine', model_name: 'mlp' },
    ]);
    assert.deepEqual(readDraft(removeJobs(two, [0])).jobs, [{ dataset_slug: 'wine', model_name: 'mlp' }]);
    const params = writeDraft(two, ['jobs', 1, 'model_params', 'epochs'], 5);
    assert.deepEqual(readDraft(params).jobs[1]?.model_params, { epochs: 5 });
  });

  it('says why it cannot be read', () => {
    const { fault, jobs } = readDraft('jobs: [');
    assert.ok(fault);
    assert.deepEqual(jobs, []);
  });

  it('is several pairs where it names lists', () => {
    assert.deepEqual(pairsOf({ dataset_slug: ['a', 'b'], model_name: 'm' }), [
      ['a', 'm'],
      ['b', 'm'],
    ]);
  });
});

describe('what a terminal shows', () => {
  it('is the same where the text comes in pieces, cut anywhere', () => {
    const whole = 'one\n\x1b[31mred\n\x1b[1mbold\r\nstill\x1b[0m plain\n 1%\r 2%\n\nend';
    for (let cut = 1; cut < whole.length; cut += 1) {
      let terminal: Terminal | null = null;
      for (const text of [whole.slice(0, cut), whole.slice(0, cut + 3), whole])
        terminal = readTerminal(text, terminal);
      assert.deepEqual(terminal?.lines, ansiLines(whole));
    }
    assert.deepEqual(readTerminal('other', readTerminal(whole, null)).lines, ansiLines('other'));
  });

  it('keeps colours and weights over lines, and leaves out other sequences', () => {
    const [first, second] = ansiLines('\x1b[1;31mred\x1b[K\n still\x1b[0m plain');
    assert.deepEqual(
      first?.map(({ text, color, bold }) => [text, color, bold]),
      [['red', 1, true]],
    );
    assert.deepEqual(
      second?.map(({ text, color }) => [text, color]),
      [
        [' still', 1],
        [' plain', null],
      ],
    );
  });

  it('reads 256 colours and true ones', () => {
    const [line] = ansiLines('\x1b[38;5;196ma\x1b[48;2;1;2;3mb');
    assert.equal(line?.[0]?.color, 'rgb(255 0 0)');
    assert.equal(line?.[1]?.background, 'rgb(1 2 3)');
  });

  it('shows the last state of a progress bar', () => {
    const [line, next] = ansiLines(' 10%\r 50%\r100%\r\nend');
    assert.equal(line?.map(({ text }) => text).join(''), '100%');
    assert.equal(next?.[0]?.text, 'end');
  });
});

describe('a leaderboard', () => {
  const group = (model: string, values: readonly number[], searched = false): Group => ({
    dataset: 'wine',
    model,
    searched,
    runs: values.length,
    broken: 0,
    mean: mean(values),
    deviation: deviation(values),
    value: Math.max(...values),
    best: { id: model } as RowRun,
  });

  it('tests means as SciPy does', () => {
    // scipy.stats.ttest_ind([1, 2, 3, 4], [2.5, 3.5, 5, 6, 7], equal_var=False).pvalue
    const chance = welch(group('a', [1, 2, 3, 4]), group('b', [2.5, 3.5, 5, 6, 7]));
    assert.ok(Math.abs((chance ?? 0) - 0.06295196642687977) < 1e-10);
    assert.equal(welch(group('a', [1]), group('b', [2, 3])), null);
    assert.equal(deviation([1, 3]), Math.SQRT2);
  });

  it('ranks models, and marks who is level with the first', () => {
    const groups = [
      group('mlp', [0.9, 0.91, 0.92]),
      group('pca', [0.89, 0.91, 0.93]),
      group('old', [0.5, 0.51, 0.52]),
      group('mlp', [0.95], true),
    ];
    const [board] = leaderboards(groups, 'maximize');
    assert.deepEqual(
      board?.standings.map(({ model, searched, rank, tied }) => [model, searched, rank, tied]),
      [
        ['mlp', true, 1, null],
        ['mlp', false, 2, null],
        ['pca', false, 2, null],
        ['old', false, 4, null],
      ],
    );
    const [plain] = leaderboards(groups.slice(0, 3), 'minimize');
    assert.deepEqual(
      plain?.standings.map(({ model, tied }) => [model, tied]),
      [
        ['old', null],
        ['mlp', false],
        ['pca', false],
      ],
    );
    const [level] = leaderboards(groups.slice(0, 2), 'maximize');
    assert.equal(level?.standings[1]?.tied, true);
    assert.deepEqual(meanRanks([plain as never])[0], { name: 'old', rank: 1, datasets: 1 });
  });
});
