import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  readClause,
  splitClauses,
  withClause,
  withoutColumn,
  writeText,
} from '../src/logic/filterClauses.ts';
import { completionAt, expectedAt } from '../src/logic/filterCompletion.ts';
import { formatSort, parseSort, toggleSort } from '../src/logic/sorting.ts';

const known = {
  names: [
    { column: 'metrics.val_loss', runs: 5 },
    { column: 'params.model', runs: 5 },
    { column: 'metrics.val loss', runs: 1 },
  ],
  values: ['mlp', "o'hara"],
};
const labels = (text: string) => completionAt(text, text.length, known).options.map(({ label }) => label);
const texts = (text: string) => completionAt(text, text.length, known).options.map((option) => option.text);

describe('completion of a filter', () => {
  it('offers names, those that begin with what is typed first', () => {
    assert.deepEqual(labels('metrics.v'), ['metrics.val_loss', 'metrics.val loss']);
    assert.deepEqual(labels('model'), ['params.model']);
    assert.deepEqual(texts('metrics.val l'), []);
    assert.equal(texts('metrics.v')[1], 'metrics.`val loss` ');
    assert.ok(labels('').includes('attributes.status'));
  });

  it('offers comparators by what is compared', () => {
    assert.deepEqual(labels('metrics.val_loss '), ['=', '!=', '>', '>=', '<', '<=']);
    assert.deepEqual(labels('metrics.val_loss >'), ['>', '>=']);
    assert.deepEqual(labels('params.model L'), ['LIKE', 'ILIKE']);
  });

  it('offers values in quotes, and AND after them', () => {
    assert.deepEqual(texts("params.model = 'm"), ["'mlp' "]);
    assert.deepEqual(texts('params.model = o'), [`"o'hara" `]);
    assert.deepEqual(labels("attributes.status = 'F"), ['FINISHED', 'FAILED']);
    assert.deepEqual(texts("params.model = 'mlp' "), ['and ']);
    assert.deepEqual(labels("params.model = 'a and b' and metrics.v"), labels('metrics.v'));
  });

  it('knows where the caret is, not only where the text ends', () => {
    const text = "metrics.va > 1 and params.model = 'x'";
    assert.deepEqual(expectedAt(text, 10), { kind: 'name', from: 0, typed: 'metrics.va', column: null });
    const { from, to, options } = completionAt(text, 10, known);
    assert.equal(
      text.slice(0, from) + options[0]?.text.trim() + text.slice(to),
      "metrics.val_loss > 1 and params.model = 'x'",
    );
  });
});

describe('filters that are written by clicks', () => {
  it('split at AND, but not inside quotes', () => {
    assert.deepEqual(splitClauses(`params.a = 'x and y' AND tags.\`b and c\` != "and"`), [
      `params.a = 'x and y'`,
      `tags.\`b and c\` != "and"`,
    ]);
    assert.deepEqual(splitClauses('  '), []);
  });

  it('take the place of a comparison of the same column and comparator', () => {
    const range = 'metrics.val_loss >= 0.1 and metrics.val_loss <= 0.5';
    assert.equal(
      withClause(range, { column: 'metrics.val_loss', comparator: '<=', value: '0.3' }),
      'metrics.val_loss >= 0.1 and metrics.val_loss <= 0.3',
    );
    assert.equal(
      withoutColumn(`${range} and params.model = 'mlp'`, 'metrics.val_loss'),
      "params.model = 'mlp'",
    );
    assert.equal(
      withClause('', { column: 'tags.my tag', comparator: '=', value: writeText("it's") }),
      'tags.`my tag` = "it\'s"',
    );
  });

  it('are read again as they were written', () => {
    assert.deepEqual(readClause("tags.`my tag` LIKE '%a%'"), {
      column: 'tags.my tag',
      comparator: 'LIKE',
      value: "'%a%'",
    });
    assert.equal(readClause('nonsense'), null);
  });
});

describe('sorting by several columns', () => {
  it('goes through directions, alone or besides others', () => {
    const loss = [{ id: 'metrics.loss', desc: false }];
    assert.deepEqual(toggleSort([], 'metrics.loss', false, false), loss);
    assert.deepEqual(toggleSort(loss, 'metrics.loss', false, false), [{ id: 'metrics.loss', desc: true }]);
    assert.deepEqual(toggleSort([{ id: 'metrics.loss', desc: true }], 'metrics.loss', false, false), []);
    const two = toggleSort(loss, 'params.lr', true, true);
    assert.equal(formatSort(two), 'metrics.loss,-params.lr');
    assert.deepEqual(parseSort(formatSort(two)), two);
    assert.deepEqual(toggleSort(two, 'metrics.loss', false, true)[0], { id: 'metrics.loss', desc: true });
  });

  it('survives commas in names', () => {
    const odd = [{ id: 'metrics.a,b%', desc: true }];
    assert.deepEqual(parseSort(formatSort(odd)), odd);
  });
});
