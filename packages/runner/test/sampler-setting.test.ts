import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SAMPLER_SCHEMA } from '@orrery/sweeps';
import { checkSchema } from '../src/manifest/check-schema.ts';

const problems = (setting: unknown) =>
  checkSchema(SAMPLER_SCHEMA, setting).map(({ path, message }) => [path.join('.'), message]);

it('a sampler is named alone or with options, and each mistake is told once', () => {
  assert.deepEqual(problems('cmaes'), []);
  assert.deepEqual(problems({ name: 'tpe', options: { multivariate: false, n_startup_trials: 5 } }), []);
  assert.deepEqual(problems({ name: 'grid', options: { grid: { lr: [0.1, 0.2], kind: ['a', null] } } }), []);
  assert.deepEqual(problems({ name: 'partialfixed', options: { fixed: { lr: 0.1 }, base: 'gp' } }), []);
  assert.match(String(problems('tpee')), /"tpee" is none of tpe, .* Did you mean 'tpe'\?/);
  assert.match(
    String(problems({ name: 'tpe', options: { multivariat: true } })),
    /options.multivariat,unknown name/,
  );
  assert.deepEqual(problems({ name: 'nsgaii', options: { population_size: 1, crossover: 'sbx' } }).length, 1);
  assert.equal(problems({ name: 'tpe', options: { group: 'yes' }, seed: 1 }).length, 2);
});
