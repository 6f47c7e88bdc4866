import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { Orrery } from './orrery.ts';
import { RootFolder } from './root-folder.ts';

const engine = spawnSync(fileURLToPath(new URL('../scripts/docker', import.meta.url)), { encoding: 'utf8' });
const skip = engine.status === 0 ? false : `no Docker engine here: ${engine.stderr.trim()}`;
const IMAGE = 'orrery-test-multiverse:1';

/** Reads and writes as a model of multiverse does: flat lines, and final metrics beside their history. */
const TRAIN = `
set -e
echo "data: $(cat "$MVR_INPUT_DATA_PATH"), seed $MVR_SEED"
if [ "$MVR_OUTPUT_DIR" = /output ]; then
  echo "sees: $(ls /input | sort | tr '\\n' ' ')"
  touch "$MVR_INPUT_DATA_PATH" 2>/dev/null && echo writable
fi
cat "$MVR_JOB_SPEC_PATH"
for step in 0 1; do echo "{\\"step\\": $step, \\"timestamp\\": 100$step, \\"loss\\": $((3 - step))}" >> "$MVR_OUTPUT_DIR/metrics.jsonl"; done
echo '{"elbo": -2.5, "batch": {"ilisi": 0.5}, "history": {"loss": [3, 2]}}' > "$MVR_OUTPUT_DIR/metrics.json"
`;

describe('manifests and a catalog of multiverse', () => {
  let orrery: Orrery;
  let client: TrackingClient;
  const write = (path: string, text: string) => {
    const file = join(orrery.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const runsOf = async (experiment: string): Promise<Run[]> =>
    (await client.searchRuns([await client.getOrCreateExperiment(experiment)])).items;
  const folderOf = (run: Run) => run.tags.find(({ key }) => key === 'orrery.folder')?.value as string;
  const read = (run: Run, name: string) => readFileSync(join(folderOf(run), name), 'utf8');
  const metricsOf = (run: Run) =>
    Object.fromEntries(
      run.metrics.filter(({ key }) => !key.startsWith('system/')).map(({ key, value }) => [key, value]),
    );

  before(async () => {
    orrery = await Orrery.make();
    client = new TrackingClient(orrery.url);
    write(
      'store/datasets/cells/dataset.yaml',
      'name: Cells\nomics: ["rna"]\nprocessed_path: data/processed.h5mu\nmetadata_keys: { batch: donor }\n',
    );
    write('store/datasets/cells/data/processed.h5mu', 'processed');
    const model = (slug: string, runtime: string) =>
      write(
        `store/models/${slug}/model.yaml`,
        `name: ${slug}\nversion: 1.0.0\ncontract_version: 1.0.0\nsupported_omics: [any]\nruntime: ${runtime}\n` +
          `hyperparameters_schema: store/models/${slug}/hyperparameters.schema.json\npreprocessing: { scale: { rna: false } }\n`,
      );
    const schema = { type: 'object', properties: { width: { type: 'integer', default: 4 } } };
    for (const [slug, runtime] of [
      ['host', '{ command: [sh, train.sh] }'],
      ['boxed', `{ image: "${IMAGE}", entrypoint: [sh, -e] , command: [/train.sh] }`],
    ] as const) {
      model(slug, runtime);
      write(`store/models/${slug}/hyperparameters.schema.json`, JSON.stringify(schema));
    }
    write('store/models/host/train.sh', TRAIN);
    if (!skip) makeImage();
    await orrery.up();
  });
  after(() => orrery.remove());

  it('are in order', async () => {
    const { code, output } = await orrery.run('catalog', 'check');
    assert.equal(code, 0, output);
    assert.match(output, /1 datasets? and 2 models are in order/);
  });

  it('run on this machine, as jobs and as sweeps', async () => {
    const manifest = write(
      'run_manifest.yaml',
      `manifest_version: "1.0"
globals: { experiment_name: local, random_seed: 92, run_user_params: true, run_gridsearch: false }
jobs:
- dataset_slug: cells
  model_name: HOST
  model_params: { width: 8 }
  preprocessing: { n_top_genes: 500 }
- dataset_id: cells
  models: [host]
  mode: sweep
  optimize_metric: batch.ilisi
  n_trials: 2
  study_storage: sqlite:///optuna.db
  search_space: { width: { type: int, low: 1, high: 9 } }
`,
    );
    const { code, output } = await orrery.run('run', manifest);
    assert.equal(code, 0, output);
    const runs = await runsOf('local');
    assert.equal(runs.length, 4);
    const job = runs.find(({ tags }) =>
      tags.some(({ key, value }) => key === 'orrery.kind' && value === 'job'),
    );
    assert.ok(job);
    assert.match(read(job, 'container.log'), /^data: processed, seed 92\n/);
    assert.deepEqual(metricsOf(job), { loss: 2, elbo: -2.5, 'batch.ilisi': 0.5 });
    const losses = await client.getMetricHistory(job.info.runId, 'loss');
    assert.deepEqual(
      losses.map(({ step, value, timestamp }) => [step, value, timestamp]),
      [
        [0, 3, 1000],
        [1, 2, 1001],
      ],
    );
    const spec = JSON.parse(read(job, 'job_spec.json'));
    assert.deepEqual(spec.preprocessing, { n_top_genes: 500, scale: { rna: false } });
    assert.deepEqual([spec.batch_key, spec.hyperparameters], ['donor', { width: 8 }]);
  });

  it('run in containers, each with its data at /input/data.h5mu', { skip }, async () => {
    write('elsewhere/one.h5mu', 'one');
    write('elsewhere/other.txt', 'not for the job');
    const manifest = write(
      'simple.yaml',
      `schema_version: "1"
experiment_name: containers
globals: { mv_contract_version: "1" }
jobs:
  - name: simple
    model: { slug: box, version: "1.0.0", image: "${IMAGE}" }
    dataset: { slug: one, path: elsewhere/one.h5mu, n_obs: 3 }
    params: { width: 2 }
    preprocessing: { scale: true }
  - { name: full, dataset_slug: cells, model_name: boxed, gpu: true }
`,
    );
    const { code, output } = await orrery.run('run', manifest);
    assert.equal(code, 0, output);
    assert.match(output, /n_obs is left aside/);
    const runs = await runsOf('containers');
    const named = (name: string) => runs.find(({ info }) => info.runName === name) as Run;
    const simple = read(named('simple'), 'container.log');
    assert.match(simple, /^data: one, seed 42\nsees: data.h5mu \n{/);
    assert.deepEqual(JSON.parse(read(named('simple'), 'job_spec.json')).preprocessing, { scale: true });
    assert.deepEqual(metricsOf(named('simple')), { loss: 2, elbo: -2.5, 'batch.ilisi': 0.5 });
    const full = read(named('full'), 'container.log');
    assert.match(full, /^data: processed, seed 42\nsees: data data.h5mu dataset.yaml \n{/);
    assert.match(output, /no GPU was found/);
  });

  it('that name their own image and data are not taken by the server', async () => {
    const { code, output } = await orrery.run('run', '--detach', join(orrery.folder, 'simple.yaml'));
    assert.equal(code, 1, output);
    assert.match(output, /:6 .*runs with `orrery run`, not detached/);
  });
});

/** An image of busybox that trains when it is started. */
function makeImage(): void {
  const root = new RootFolder();
  writeFileSync(join(root.path, 'train.sh'), TRAIN);
  root.becomeImage(IMAGE, 'CMD ["sh", "/train.sh"]');
}
