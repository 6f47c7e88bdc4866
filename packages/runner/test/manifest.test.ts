import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Catalog, describePlan, loadPlan, ManifestError, type Problem } from '@orrery/runner';

let folder: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    n_factors: { type: 'integer', minimum: 1, maximum: 99, default: 10, 'x-sweepable': true },
    device: { type: 'string', enum: ['cpu', 'cuda:0'], default: 'cpu' },
    rate: { type: 'number', default: 0.1 },
  },
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-manifest-'));
  // As multiverse lays it out: the schema is named from the root of the repository.
  write(
    'store/datasets/spleen/dataset.yaml',
    'name: "Spleen"\nomics: ["rna", "atac"]\nmetadata_keys: { batch: donor }\n',
  );
  write('store/datasets/skin/dataset.yaml', 'name: Skin\nomics: [rna]\n');
  for (const [slug, name, omics] of [
    ['joint', 'JointNet', '[rna, atac]'],
    ['factors', 'Factors', '[any]'],
  ]) {
    write(
      `store/models/${slug}/model.yaml`,
      `name: ${name}\nversion: 1.0.0\ncontract_version: 1.0.0\nsupported_omics: ${omics}\n` +
        `runtime: { image: "lab-${slug}:1.0.0" }\n` +
        `hyperparameters_schema: store/models/${slug}/hyperparameters.schema.json\n` +
        'resources: { memory_limit: 2g }\n' +
        'preprocessing: { n_top_genes: 2000, scale: { rna: false } }\n' +
        `build: { context: ../../.., dockerfile: store/models/${slug}/container/Dockerfile }\n`,
    );
    write(`store/models/${slug}/hyperparameters.schema.json`, JSON.stringify(SCHEMA));
  }
});
after(() => rmSync(folder, { recursive: true }));

const plan = (text: string) => loadPlan('manifest.yaml', new Catalog([join(folder, 'store')]), { text });
const problemsOf = (text: string): Problem[] => {
  try {
    plan(text);
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
};

describe('a manifest of multiverse', () => {
  it('loads as its configure page writes it', () => {
    const { manifest, jobs } = plan(`
globals:
  experiment_name: atlas
  random_seed: 7
  run_user_params: true
  run_gridsearch: false
  metrics: { bio_conservation: [ari, nmi], batch_correction: [kbet] }
jobs:
- dataset_slug: spleen
  model_name: JointNet
  gpu: true
  mem_limit: 16g
  preprocessing: { n_top_genes: 500 }
  model_params: { n_factors: 20, device: 'cuda:0' }
`);
    assert.equal(manifest.globals.random_seed, 7);
    const [job] = jobs;
    assert.equal(job?.model.slug, 'joint');
    assert.equal(job?.executor, 'docker');
    assert.deepEqual(job?.resources, { memory: 16 * 2 ** 30, cpus: null, gpus: -1, replicas: 1 });
    assert.deepEqual(job?.params, { n_factors: 20, device: 'cuda:0', rate: 0.1 });
    assert.deepEqual(job?.entry.preprocessing, { n_top_genes: 500 });
  });

  it('loads in its older form, with lists of models and sweeps of their own', () => {
    const { manifest, jobs, notes } = plan(`
manifest_version: "1.0"
experiment_name: older
jobs:
  - dataset_id: skin
    models: [factors]
    mode: sweep
    optimize_metric: variance
    direction: maximize
    n_trials: 3
    study_storage: sqlite:///optuna.db
    search_space:
      n_factors: { type: int, low: 2, high: 8 }
      rate: { type: loguniform, low: 0.001, high: 0.1 }
      device: { type: categorical, choices: [cpu] }
  - { dataset_id: spleen, models: [factors, joint] }
`);
    assert.equal(manifest.globals.experiment_name, 'older');
    assert.deepEqual(
      jobs.map(({ dataset, model, plain, swept }) => [dataset.slug, model.slug, plain, swept]),
      [
        ['skin', 'factors', false, true],
        ['spleen', 'factors', true, false],
        ['spleen', 'joint', true, false],
      ],
    );
    assert.equal(jobs[1]?.resources.memory, 2 * 2 ** 30);
    assert.deepEqual(jobs[0]?.entry.metrics, { primary: 'variance', direction: 'maximize' });
    assert.equal(jobs[0]?.entry.sweep.n_trials, 3);
    assert.deepEqual(jobs[0]?.space.rate, {
      name: 'FloatDistribution',
      attributes: { low: 0.001, high: 0.1, log: true, step: null },
    });
    assert.deepEqual(notes, [{ file: 'manifest.yaml', line: 11, message: 'study_storage is left aside.' }]);
  });

  it('takes ranges among the params of a search, and refuses them elsewhere', () => {
    const text = (search: boolean) => `globals: { run_gridsearch: ${search} }
jobs:
  - dataset_slug: skin
    model_name: factors
    model_params: { rate: { distribution: loguniform, low: 0.001, high: 1 } }
`;
    assert.deepEqual(Object.keys(plan(text(true)).jobs[0]?.space ?? {}), ['rate']);
    assert.match(
      problemsOf(text(false))[0]?.message ?? '',
      /rate is a range to search, but this job is no sweep/,
    );
  });
});

describe('a matrix', () => {
  it('is a job for each pair, under what single jobs say of theirs and over the globals', () => {
    const { jobs } = plan(`
globals: { model_params: { rate: 0.5, n_factors: 30 }, timeout: 60 }
matrix:
  datasets: [spleen, skin]
  models: [factors, joint]
  exclude: [{ dataset_slug: skin, model_name: joint }]
  model_params: { n_factors: 40 }
  retries: 1
jobs:
  - { dataset_slug: spleen, model_name: joint, model_params: { device: "cuda:0" }, timeout: 5 }
`);
    const seen = describePlan({
      manifest: plan('jobs: [{dataset_slug: skin, model_name: factors}]').manifest,
      jobs,
      notes: [],
    });
    assert.deepEqual(
      seen.jobs.map(({ dataset, model }) => `${dataset}/${model}`),
      ['spleen/factors', 'spleen/joint', 'skin/factors'],
    );
    assert.deepEqual(seen.jobs[1]?.params, {
      n_factors: { value: 40, from: 'matrix' },
      device: { value: 'cuda:0', from: 'job' },
      rate: { value: 0.5, from: 'globals' },
    });
    assert.deepEqual(
      jobs.map(({ entry: { timeout, retries } }) => [timeout, retries]),
      [
        [60, 1],
        [5, 1],
        [60, 1],
      ],
    );
    assert.deepEqual(seen.jobs[0]?.params.device, { value: 'cpu', from: 'default' });
  });
});

describe('what is wrong with a manifest', () => {
  it('is told all at once, with lines, near names and the kinds of data that are missing', () => {
    const found = problemsOf(`globals:
  model_params: { n_factor: 3 }
jobs:
  - { dataset_slug: skin, model_name: joint }
  - { dataset_slug: skin, model_name: factors, search_space: { rates: { type: float, low: 1, high: 0 } }, mode: sweep }
`);
    assert.deepEqual(
      found.map(({ line, message }) => [line, message]),
      [
        [4, 'joint needs rna, atac, but skin has rna: atac missing.'],
        [5, "factors: unknown name 'rates'. Did you mean 'rate'?"],
        [5, 'low=1 must not be above high=0.'],
        [2, "no model has a param 'n_factor'. Did you mean 'n_factors'?"],
      ],
    );
  });

  it('samplers and pruners take options, beside their name or in a map of their own', () => {
    const sweep = plan(`globals: { sweep: { sampler: { name: tpe, group: true } } }
jobs:
  - { dataset_slug: skin, model_name: factors, mode: sweep, sweep: { pruner: { name: hyperband, options: { max_resource: 81 } } } }
`).jobs[0]?.entry.sweep;
    assert.deepEqual(sweep?.pruner, { name: 'hyperband', options: { max_resource: 81 } });
    assert.deepEqual(sweep?.sampler, { name: 'tpe', group: true });
    const found = problemsOf(`globals:
  sweep: { pruner: { name: successive_halving, min_resource: 0, bootstrap: 1 } }
jobs:
  - { dataset_slug: skin, model_name: factors, sweep: { pruner: hyperbant } }
  - { dataset_slug: skin, model_name: factors, sweep: { pruner: threshold, sampler: { options: {} } } }
  - dataset_slug: skin
    model_name: factors
    sweep:
      pruner: { name: patient, patience: 2, wrapped: { name: hyperband, min_resource: 9, max_resource: 3 } }
`);
    assert.deepEqual(found.map(({ line, message }) => [line, message]).toSorted(), [
      [2, 'min_resource: 0 must be >= 1.'],
      [
        2,
        "unknown name 'bootstrap'. Known are name, min_resource, reduction_factor, bootstrap_count, min_early_stopping_rate, options.",
      ],
      [
        4,
        'pruner: "hyperbant" is none of median, percentile, successive_halving, hyperband, threshold, patient, wilcoxon, nop. Did you mean \'hyperband\'?',
      ],
      [5, "'name' is missing."],
      [5, 'pruner: Give lower, upper, or both.'],
      [9, 'pruner: maxResource=3 must not be below minResource=9.'],
    ]);
  });
});
