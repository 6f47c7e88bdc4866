import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Catalog, loadPlan, ManifestError } from '@orrery/runner';
import { bindsOf } from '../src/executors/docker/binds.ts';
import { JobFolder } from '../src/job/folder.ts';
import type { Job } from '../src/job/job.ts';
import { multiverseEnvironment } from '../src/job/multiverse.ts';

let folder: string;

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-multiverse-'));
  write('data/one.h5mu', 'one');
  write('store/datasets/raw/dataset.yaml', 'name: Raw\nomics: [RNA]\nraw_files: { rna: data/rna.h5ad }\n');
  write('store/datasets/raw/data/rna.h5ad', 'raw');
  write(
    'store/datasets/made/dataset.yaml',
    'name: Made\nomics: [rna]\nprocessed_path: out/p.h5mu\nmetadata_keys: { batch: donor, cell_type_key: kind }\n',
  );
  write('store/datasets/made/out/p.h5mu', 'processed');
  write(
    'store/models/factors/model.yaml',
    'name: Factors\nversion: 1.2.0\ncontract_version: 1.0.0\nsupported_omics: [rna]\n' +
      'runtime: { image: "lab/factors:1.2.0", entrypoint: [python, /app/run.py] }\n' +
      'preprocessing: { n_top_genes: 2000, scale: { rna: false, atac: true } }\nresources: { gpu: true }\n',
  );
  write('store/models/cluster/model.yaml', 'name: Cluster\nversion: 1.0.0\napptainer: { def_file: a.def }\n');
});
after(() => rmSync(folder, { recursive: true }));

const load = (text: string, inline = true) =>
  loadPlan(join(folder, 'manifest.yaml'), new Catalog([join(folder, 'store')]), { text, inline });
const problemsOf = (text: string, inline = true): [line: number | undefined, message: string][] => {
  try {
    load(text, inline);
  } catch (error) {
    if (error instanceof ManifestError)
      return error.problems.map(({ line, message }) => [line, message.replaceAll(folder, '.')]);
    throw error;
  }
  return [];
};

const SIMPLE = `schema_version: "1"
globals: { mv_contract_version: "1", random_seed: 5 }
jobs:
  - name: first
    model: { slug: box, version: "2.0.0", image: "lab/box:2", image_digest: "sha256:00", contract_version: "1", gpu: true }
    dataset: { slug: cells, path: data/one.h5mu, n_obs: 8, n_vars: 3, batch_key: donor, cell_type_key: null, fingerprint: { a: 1 } }
    params: { width: 4 }
    validators: strict
    preprocessing: { n_top_genes: 100 }
`;

describe("a manifest of multiverse's simple mode", () => {
  it('brings its model and dataset along', () => {
    const { jobs, notes, manifest } = load(SIMPLE);
    const [job] = jobs;
    assert.ok(job && jobs.length === 1);
    assert.equal(manifest.globals.random_seed, 5);
    assert.equal(job.name, 'first');
    assert.equal(job.executor, 'docker');
    assert.equal(job.resources.gpus, -1);
    assert.deepEqual(
      [job.model.slug, job.model.version, job.model.container?.image],
      ['box', '2.0.0', 'lab/box:2'],
    );
    assert.deepEqual([job.dataset.slug, job.dataset.dataFile], ['cells', join(folder, 'data', 'one.h5mu')]);
    assert.deepEqual(job.params, { width: 4 });
    assert.deepEqual(job.preprocessing, { n_top_genes: 100 });
    assert.deepEqual(
      notes.map(({ line, message }) => [line, message]),
      [
        [8, 'validators is left aside.'],
        [5, 'image_digest is left aside.'],
        [6, 'n_obs is left aside.'],
      ],
    );
  });

  it('may name what the catalog has besides', () => {
    const [job] = load(`jobs:
  - { model_name: factors, dataset: { slug: cells, path: data/one.h5mu } }
`).jobs;
    assert.equal(job?.name, 'cells/factors');
  });

  it('is told what is wrong where it is written', () => {
    const wrong = SIMPLE.replace('image:', 'imgae:')
      .replace('one.h5mu', 'two.h5mu')
      .replace('{ width: 4 }', '[4]');
    assert.deepEqual(problemsOf(wrong), [
      [5, "'image' is missing."],
      [5, "unknown name 'imgae'. Did you mean 'image'?"],
      [7, 'model_params: [4] must be object or null.'],
      [6, "dataset.path: './data/two.h5mu' is not there. Write it in full, or relative to the manifest."],
    ]);
    assert.deepEqual(
      problemsOf(SIMPLE.replace('{ width: 4 }', '{ width: { type: int, low: 1, high: 9 } }')),
      [
        [
          7,
          'width is a range to search, but this job is no sweep: set mode: sweep, or globals.run_gridsearch.',
        ],
      ],
    );
  });

  it('is not for those who send it to the server: it would read any file and start any image', () => {
    const [problem, another] = problemsOf(SIMPLE, false);
    assert.equal(problem?.[0], 5);
    assert.match(problem?.[1] ?? '', /runs with `orrery run`/);
    assert.equal(another, undefined);
  });

  it('runs in a container, or says why not', () => {
    const executor = (name: string) =>
      problemsOf(SIMPLE.replace('    params:', `    executor: ${name}\n    params:`));
    assert.match(executor('local')[0]?.[1] ?? '', /box names no runtime.command/);
    assert.ok(executor('kubernetes').some(([, message]) => /a file that the manifest names/.test(message)));
  });
});

describe("multiverse's own ways to say a thing", () => {
  it('are read as it reads them', () => {
    const { jobs, notes } = load(`
globals: { backend: slurm, slurm: { partition: gpu }, host_ram_gb: 64, metrics: { bio_conservation: [ari] } }
jobs:
  - dataset_slug: made
    dataset_id: nowhere
    model_name: nothing
    models: [factors]
    model_version: 1.2.0
    mode: sweep
    optimize_metric: model_metrics.elbo
    search_space: { width: { type: int, low: 1, high: 9 } }
    metrics: null
    slurm: null
  - { dataset_id: made, models: [factors], preprocessing: { scale: { rna: true } }, gpu: null }
`);
    const [sweep, plain] = jobs;
    assert.deepEqual(sweep?.entry.metrics, {
      primary: 'elbo',
      direction: 'maximize',
      bio_conservation: ['ari'],
    });
    assert.equal(sweep?.entry.sweep.n_trials, 10);
    assert.deepEqual(plain?.preprocessing, { n_top_genes: 2000, scale: { rna: true, atac: true } });
    assert.equal(plain?.resources.gpus, 0);
    assert.deepEqual(
      notes.map(({ message }) => message.split(/[: ]/, 1)[0]),
      ['host_ram_gb', 'bio_conservation', 'backend'],
    );
  });

  it('run once what a search of all has nothing to search in, and refuse a sweep of nothing', () => {
    const text = (more: string) =>
      `globals: { run_user_params: false, run_gridsearch: true }\njobs:\n  - dataset_slug: made\n    model_name: factors\n${more}`;
    const [job] = load(text('    model_params: { width: 3 }\n')).jobs;
    assert.deepEqual([job?.plain, job?.swept, job?.params], [true, false, { width: 3 }]);
    const [problem] = problemsOf(text('    mode: sweep\n    optimize_metric: elbo\n'));
    assert.deepEqual(problem, [
      5,
      'factors has nothing to search: name it in search_space, or flag fields of its schema with "x-sweepable": true.',
    ]);
  });

  it('that make no sense here are named, with what to do', () => {
    assert.match(
      problemsOf('{ "data": {}, "model": {}, "_run_user_params": true }')[0]?.[1] ?? '',
      /write a job with/,
    );
    assert.deepEqual(
      problemsOf('jobs:\n  - dataset_slug: made\n    model_name: cluster\n    model_version: 2.0.0\n').map(
        ([, message]) => message,
      ),
      ['apptainer: images of Apptainer are run by no executor here; add runtime.image or runtime.command.'],
    );
    assert.deepEqual(
      problemsOf('jobs:\n  - dataset_id: made\n    models: [factors]\n    model_version: 2.0.0\n'),
      [[4, 'factors is of version 1.2.0, not 2.0.0: say that one, or add the one that is meant.']],
    );
    assert.equal(problemsOf('jobs:\n  - models: [factors]\n    dataset_id: mode\n')[0]?.[0], 3);
  });
});

describe('a job of multiverse', () => {
  const jobOf = (text: string): Job => {
    const [planned] = load(text).jobs;
    assert.ok(planned);
    const rest = { seed: 3, timeout: null, retries: 0, tags: {}, folderPrefix: '', runName: planned.name };
    return { ...planned, ...rest };
  };
  const specOf = (job: Job) => {
    const out = new JobFolder(join(folder, 'out'));
    out.create(job, '');
    return JSON.parse(readFileSync(out.file('job_spec.json'), 'utf8'));
  };

  it('finds in job_spec.json what its containers read', () => {
    const job = jobOf(
      'jobs: [{ dataset_slug: made, model_name: factors, preprocessing: { n_top_genes: 9 } }]',
    );
    const { run_settings: _settings, ...spec } = specOf(job);
    assert.deepEqual(spec, {
      seed: 3,
      dataset_id: 'made',
      dataset_name: 'Made',
      model_name: 'factors',
      hyperparameters: {},
      model_version: '1.2.0',
      dataset_slug: 'made',
      dataset_path_in_container: '/input/data.h5mu',
      batch_key: 'donor',
      cell_type_key: 'kind',
      preprocessing: { n_top_genes: 9, scale: { rna: false, atac: true } },
    });
    assert.deepEqual(job.model.container?.entrypoint, ['python', '/app/run.py']);
  });

  it('finds its one file, wherever it runs', () => {
    const job = jobOf('jobs: [{ dataset_slug: made, model_name: factors }]');
    const seen = (executor: Job['executor']) => multiverseEnvironment({ ...job, executor }, '/jobs/a');
    assert.deepEqual(seen('local'), {
      MVR_INPUT_DATA_PATH: join(folder, 'store/datasets/made/out/p.h5mu'),
      MVR_OUTPUT_DIR: '/jobs/a',
      MVR_JOB_SPEC_PATH: '/jobs/a/job_spec.json',
      MVR_SEED: '3',
    });
    assert.equal(seen('docker').MVR_INPUT_DATA_PATH, '/input/data.h5mu');
    assert.equal(seen('kubernetes').MVR_INPUT_DATA_PATH, '/input/out/p.h5mu');
    const text = 'jobs: [{ dataset_slug: raw, model_name: factors }]';
    const raw = jobOf(text);
    assert.match(load(text).notes[0]?.message ?? '', /^raw has no data\/processed.h5mu/);
    assert.ok(!('MVR_INPUT_DATA_PATH' in multiverseEnvironment(raw, '/jobs/a')));
  });

  it('sees its dataset in a container, and of a file that a manifest names nothing else', () => {
    const binds = (job: Job) => {
      const { folder: input, dataFile, isFileAlone } = job.dataset;
      const all = bindsOf({ input, dataFile, isFileAlone, output: '/out' } as Parameters<typeof bindsOf>[0]);
      return all.map((bind) => bind.replace(folder, '.'));
    };
    assert.deepEqual(binds(jobOf('jobs: [{ dataset_slug: made, model_name: factors }]')), [
      './store/datasets/made/dataset.yaml:/input/dataset.yaml:ro',
      './store/datasets/made/out:/input/out:ro',
      './store/datasets/made/out/p.h5mu:/input/data.h5mu:ro',
      '/out:/output',
    ]);
    assert.deepEqual(binds(jobOf('jobs: [{ dataset_slug: raw, model_name: factors }]')), [
      './store/datasets/raw:/input:ro',
      '/out:/output',
    ]);
    assert.deepEqual(binds(jobOf(SIMPLE)), ['./data/one.h5mu:/input/data.h5mu:ro', '/out:/output']);
  });
});
