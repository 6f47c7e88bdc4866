import { Corpus } from '../steps.ts';

/** Histories of many runs, data sets and models of runs. */
const corpus = new Corpus();

export const METRICS = corpus.steps;

const BARE_NAN = { why: 'MLflow writes NaN into its JSON, which no parser of JSON reads.', status: 200 };
const NO_NUMBER = { why: 'MLflow fails with an HTML page (500).', status: 400 };
const SQL_TEXT = { why: 'MLflow answers with the text of its SQL error.', status: 400 };

corpus.post('experiments/create', { name: 'histories' }, { save: { histories: 'experiment_id' } });
for (const name of ['long', 'short']) {
  corpus.post(
    'runs/create',
    { experiment_id: '$histories', run_name: name, start_time: 5 },
    { save: { [name]: 'run.info.run_id' } },
  );
}
corpus.post('runs/log-batch', {
  run_id: '$long',
  metrics: Array.from({ length: 97 }, (_, index) => ({
    key: 'loss',
    value: index === 31 ? 'NaN' : 1 / (index + 1),
    timestamp: 1000 + index * 10,
    step: index,
  })),
});
corpus.post('runs/log-batch', {
  run_id: '$short',
  metrics: [3, 1, 2, 2].map((step, index) => ({ key: 'loss', value: index, timestamp: 7 - index, step })),
});
corpus.post('runs/log-batch', {
  run_id: '$short',
  metrics: [0, 1, 2, 3, 4, 5, 6].map((value) => ({ key: 'flat', value, timestamp: 9, step: 0 })),
});

const AJAX = '/ajax-api/2.0/mlflow/metrics';
const bulk = (query: Record<string, string | string[]>, extra: object = {}) =>
  corpus.get(`${AJAX}/get-history-bulk`, query, extra);
bulk({ run_id: ['$short'], metric_key: 'loss' });
bulk({ run_id: ['$long', '$short'], metric_key: 'loss' }, { differs: BARE_NAN });
bulk({ run_id: ['$short', 'unknown'], metric_key: 'flat', max_results: '3' });
bulk({ run_id: '$short', metric_key: 'none' });
bulk({ run_id: '$short', metric_key: 'loss', max_results: '0' });
bulk({ run_id: '$short', metric_key: 'loss', max_results: 'many' }, { differs: NO_NUMBER });
bulk({ run_id: '$short' });
bulk({ metric_key: 'loss' });
bulk({ run_id: Array.from({ length: 101 }, (_, index) => `run${index}`), metric_key: 'loss' });

const interval = (query: Record<string, string | string[]>, extra: object = {}) =>
  corpus.get(`${AJAX}/get-history-bulk-interval`, query, extra);
for (const max_results of ['1', '2', '3', '10', '50', '96', '97', '98', '2500'])
  interval({ run_ids: ['$long', '$short'], metric_key: 'loss', max_results });
for (const max_results of ['1', '4', '7']) interval({ run_ids: ['$short'], metric_key: 'flat', max_results });
interval({ run_ids: ['$long'], metric_key: 'loss' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '30', end_step: '32' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '10', end_step: '60', max_results: '7' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '200', end_step: '300' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '-5', end_step: '0' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '5', end_step: '5' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '6', end_step: '5' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: '6' });
interval({ run_ids: ['$long'], metric_key: 'loss', end_step: '6' });
interval({ run_ids: ['$long'], metric_key: 'loss', start_step: 'six', end_step: '7' });
interval({ run_ids: ['$long'], metric_key: 'loss', max_results: '0' });
interval({ run_ids: ['$long'], metric_key: 'loss', max_results: '2501' });
interval({ run_ids: ['$long'], metric_key: 'loss', max_results: 'x' });
interval({ run_ids: ['$long'], metric_key: 'none' });
interval({ run_ids: ['unknown'], metric_key: 'loss' });
interval({ run_ids: ['$long'] });
interval({ metric_key: 'loss' });
interval({ run_ids: Array.from({ length: 101 }, (_, index) => `run${index}`), metric_key: 'loss' });
corpus.get('metrics/get-history-bulk-interval', { run_ids: '$short', metric_key: 'loss' });

// Data sets.
const dataset = (name: string, digest: string, more: object = {}) => ({
  dataset: { name, digest, source_type: 'local', source: '{}', ...more },
});
const inputs = (run_id: string, datasets: unknown, extra: object = {}) =>
  corpus.post('runs/log-inputs', { run_id, datasets }, extra);
inputs('$long', [
  {
    ...dataset('iris', 'd1', { schema: '{"a": 1}', profile: '{}' }),
    tags: [{ key: 'mlflow.data.context', value: 'train' }],
  },
  dataset('wine', 'd2'),
]);
inputs('$short', [
  { ...dataset('iris', 'd1'), tags: [{ key: 'mlflow.data.context', value: 'test' }] },
  dataset('iris', 'd1'),
]);
inputs('$short', [{ ...dataset('iris', 'd1'), tags: [{ key: 'late', value: 'no' }] }]);
inputs('$long', [dataset('x'.repeat(501), 'd')]);
inputs('$long', [dataset('x', 'd'.repeat(37))]);
inputs('$long', [dataset('x', 'd', { source: 's'.repeat(65536) })]);
inputs('$long', [{ ...dataset('x', 'd'), tags: [{ key: 'k'.repeat(256), value: '' }] }]);
inputs('$long', [{ ...dataset('x', 'd'), tags: [{ key: 'k', value: 'v'.repeat(501) }] }]);
inputs('$long', []);
inputs('$long', 'none');
inputs('unknown', [dataset('a', 'b')]);
inputs('', [dataset('a', 'b')]);
corpus.get('runs/get', { run_id: '$long' });
corpus.get('runs/get', { run_id: '$short' });
const datasets = (body: unknown, path = '/ajax-api/2.0/mlflow/experiments/search-datasets') =>
  corpus.post(path, body);
datasets({ experiment_ids: ['$histories'] });
datasets({ experiment_ids: ['$histories', '0'] });
datasets({ experimentIds: ['0'] });
datasets({ experiment_ids: [] });
datasets({});
datasets({ experiment_ids: ['abc'] });
datasets({ experiment_ids: Array.from({ length: 21 }, (_, index) => String(index)) });
for (const filter of [
  "datasets.name = 'iris'",
  "dataset.digest LIKE 'd%'",
  "datasets.context = 'train'",
  "datasets.context IN ('test', 'train')",
  "datasets.name NOT IN ('iris')",
  "datasets.context != 'test' AND datasets.name = 'iris'",
  "datasets.name = 'iris' AND datasets.name = 'wine'",
  "datasets.nothing = 'x'",
  'datasets.name > 3',
]) {
  corpus.post('runs/search', { experiment_ids: ['$histories'], filter, order_by: ['attributes.run_name'] });
}

// Models of runs.
const history = (model: unknown) =>
  corpus.post('runs/log-model', {
    run_id: '$long',
    model_json: typeof model === 'string' ? model : JSON.stringify(model),
  });
const mlmodel = { artifact_path: 'model', run_id: 'r', utc_time_created: '2026-01-01 00:00:00.0' };
history({ ...mlmodel, flavors: { python_function: { loader: 'x', config: { a: 1 } } }, model_uuid: 'u1' });
history({ ...mlmodel, artifact_path: 'naïve', flavors: { sklearn: { v: 1.5, deep: [true, null] } } });
history({ ...mlmodel });
history({});
history('no json');
corpus.post('runs/log-model', { run_id: '$long' });
corpus.post('runs/log-model', { run_id: 'unknown', model_json: JSON.stringify({ ...mlmodel, flavors: {} }) });
const outputs = (models: unknown, extra: object = {}) =>
  corpus.post('runs/outputs', { run_id: '$long', models }, extra);
outputs([
  { model_id: 'm-1', step: 3 },
  { model_id: 'm-2', step: '9223372036854775807' },
]);
outputs([{ model_id: 'm-1', step: 4 }], { differs: SQL_TEXT });
outputs([]);
outputs('none');
corpus.post('runs/outputs', { run_id: 'unknown', models: [{ model_id: 'm-3' }] });
corpus.post('runs/log-inputs', { run_id: '$short', models: [{ model_id: 'm-1' }, { model_id: 'm-9' }] });
corpus.get('runs/get', { run_id: '$long' });
corpus.get('runs/get', { run_id: '$short' });
corpus.post('runs/search', { experiment_ids: ['$histories'], order_by: ['attributes.run_name'] });
