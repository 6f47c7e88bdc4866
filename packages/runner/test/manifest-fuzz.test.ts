import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Catalog, describePlan, loadPlan, ManifestError } from '@orrery/runner';
import fc from 'fast-check';
import { stringify } from 'yaml';

const KEYS = [
  'globals',
  'jobs',
  'experiment_name',
  'random_seed',
  'run_gridsearch',
  'metrics',
  'primary',
  'direction',
  'sweep',
  'n_trials',
  'sampler',
  'pruner',
  'timeout',
  'parallel',
  'dataset_slug',
  'model_name',
  'model_params',
  'executor',
  'gpu',
  'mem_limit',
  'cpus',
  'preprocessing',
  'retries',
  '__proto__',
  'constructor',
];
const WORDS = [
  'tiny',
  'straight',
  'docker',
  'local',
  'kubernetes',
  'tpe',
  'median',
  'maximize',
  '4g',
  'true',
  '-1',
  '../..',
  '',
  'é\u0000',
];

/** Values of every shape, of which some are what a manifest may hold. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(...WORDS, null, true, 0, 1, -1, 1e308, Number.NaN),
    fc.string(),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
}));
const manifest = fc.record({
  globals: fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 6 }) },
    value,
  ),
  jobs: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 }), { maxLength: 4 }),
    },
    value,
  ),
});

/** The same input each time, or so many times new ones. */
const { ORRERY_FUZZ } = process.env;
const FUZZ = ORRERY_FUZZ ? { numRuns: Number(ORRERY_FUZZ) } : { numRuns: 1000, seed: 7 };

describe('any manifest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-fuzz-'));
  before(() => {
    const dataset = join(folder, 'datasets', 'tiny');
    const model = join(folder, 'models', 'straight');
    for (const each of [dataset, model]) mkdirSync(each, { recursive: true });
    writeFileSync(join(dataset, 'dataset.yaml'), 'name: tiny\npath: .\nomics: [any]\n');
    writeFileSync(
      join(model, 'model.yaml'),
      'name: straight\nversion: 1.0.0\nsupported_omics: any\nruntime: {command: [echo]}\n',
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  /** A plan, or all that is wrong with where it is; nothing else, and not for long. */
  const check = (text: string) => {
    try {
      describePlan(loadPlan(join(folder, 'manifest.yaml'), new Catalog([folder]), { text }));
    } catch (error) {
      assert.ok(error instanceof ManifestError, `${(error as Error).stack}\n${text}`);
      assert.ok(error.problems.length > 0);
      for (const { message } of error.problems) assert.ok(message.length > 0);
    }
    assert.equal(Object.keys(Object.prototype).length, 0);
  };

  it('of any values is a plan or a list of problems', () => {
    fc.assert(
      fc.property(manifest, (each) => check(stringify(each))),
      FUZZ,
    );
  });

  it('of any text is a plan or a list of problems', () => {
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.constantFrom(...KEYS),
          fc.constantFrom(': ', ':', ' - ', ': &a ', ': *a', ': !!js/function ', ': |\n', ': {', ': ['),
        )
        .map(([key, end]) => key + end),
    );
    const indented = fc.tuple(fc.nat({ max: 4 }), line).map(([depth, text]) => ' '.repeat(depth) + text);
    fc.assert(
      fc.property(fc.array(indented, { maxLength: 12 }), (lines) => check(lines.join('\n'))),
      FUZZ,
    );
  });

  it('does not grow by aliases of aliases', () => {
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    ];
    check(`${bomb.join('\n')}\nglobals: *a40\njobs: *a40\n`);
    check('globals: &g {a: *g}\njobs: []\n');
    check(`globals: {}\njobs: ${'['.repeat(20_000)}`);
  });
});
