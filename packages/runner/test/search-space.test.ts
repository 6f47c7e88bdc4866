import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultsOf, searchSpaceOf } from '../src/catalog/search-space.ts';

const SCHEMA = {
  properties: {
    rate: { type: 'number', minimum: 0.001, maximum: 1, default: 0.1, 'x-sweepable': true, 'x-log': true },
    units: { type: 'integer', minimum: 8, maximum: 64, 'x-sweepable': true, 'x-step': 8 },
    kind: { enum: ['a', 'b'], default: 'a', 'x-sweepable': true },
    bias: { type: 'boolean', 'x-sweepable': true },
    epochs: { type: 'integer', minimum: 1, default: 10 },
  },
};

describe('hyperparameters.schema.json', () => {
  it('gives the search space: the flagged fields and no others', () => {
    const space = searchSpaceOf(SCHEMA);
    assert.deepEqual(Object.keys(space), ['rate', 'units', 'kind', 'bias']);
    const attributes = Object.values(space).map((distribution) => distribution.attributes);
    assert.partialDeepStrictEqual(attributes, [
      { low: 0.001, high: 1, log: true },
      { low: 8, high: 64, step: 8 },
      { choices: ['a', 'b'] },
      { choices: [false, true] },
    ]);
  });

  it('gives the defaults', () => {
    assert.deepEqual(defaultsOf(SCHEMA), { rate: 0.1, kind: 'a', epochs: 10 });
  });

  it('refuses a flagged field without bounds', () => {
    const schema = { properties: { rate: { type: 'number', 'x-sweepable': true } } };
    assert.throws(() => searchSpaceOf(schema), /'rate' is searched and needs minimum and maximum, or enum/);
  });
});
