import { Corpus } from '../steps.ts';

/** Experiments, runs, logging, searches and artifacts, as clients use them and as they should not. */
const corpus = new Corpus();

export const BASICS = corpus.steps;

const SQL_TEXT = { why: 'MLflow appends the text of its SQL error.', status: 400 };
const STORED_WRONG = { why: 'MLflow stores a point with 0 in place of what it could not read.', status: 400 };
const TEXT_PLAIN = { why: 'HTML is never sent as a page of our origin.', status: 200 };
const DETAIL = { why: "MLflow's new upload path words its errors as FastAPI does.", status: 400 };

const madeUpName = ['run.info.run_name', 'run.data.tags'];

// Experiments.
corpus.get('experiments/get', { experiment_id: '0' });
corpus.get('experiments/get-by-name', { experiment_name: 'Default' });
corpus.post('experiments/create', { name: 'first' }, { save: { first: 'experiment_id' } });
corpus.post('experiments/create', { name: 'first' }, { differs: SQL_TEXT });
corpus.post('experiments/create', {
  name: 'tagged',
  tags: [
    { key: 'team', value: 'vision' },
    { key: 'note', value: 'naïve “quotes” 🚀' },
  ],
  artifact_location: 's3://bucket/place',
});
corpus.post('experiments/create', { name: 'lab/ünïcode 🔭' });
corpus.post('experiments/create', {});
corpus.post('experiments/create', { name: '' });
corpus.post('experiments/create', { name: 7 });
corpus.post('experiments/create', { name: 'x'.repeat(501) });
corpus.post('experiments/create', { name: 'bad tags', tags: 'a' });
corpus.post('experiments/create', { name: 'bad tag key', tags: [{ key: '../up', value: 'v' }] });
corpus.post('experiments/create', {
  name: 'camel',
  artifactLocation: 's3://camel/case',
  unknown: { field: 1 },
});
corpus.post('experiments/create', {
  name: 'two spellings',
  artifactLocation: 's3://a',
  artifact_location: 's3://b',
});
corpus.get('experiments/get', { experiment_id: '$first' });
corpus.get('experiments/get', { experiment_id: '99999' });
corpus.get('experiments/get', { experiment_id: 'abc' });
corpus.get('experiments/get');
corpus.get('experiments/get-by-name', { experiment_name: 'tagged' });
corpus.get('experiments/get-by-name', { experiment_name: 'nobody' });
corpus.get('experiments/get-by-name');
corpus.post('experiments/update', { experiment_id: '$first', new_name: 'renamed' });
corpus.post('experiments/update', { experiment_id: '$first' });
corpus.post('experiments/update', { experiment_id: '$first', new_name: '' });
corpus.post('experiments/update', { experiment_id: '404', new_name: 'x' });
corpus.get('experiments/get', { experiment_id: '$first' });
corpus.post('experiments/set-experiment-tag', { experiment_id: '$first', key: 'k', value: 'v' });
corpus.post('experiments/set-experiment-tag', { experiment_id: '$first', key: 'k', value: 'v2' });
corpus.post('experiments/set-experiment-tag', { experiment_id: '$first', key: '' });
corpus.post('experiments/set-experiment-tag', { experiment_id: '$first', key: 'a'.repeat(251), value: '' });
corpus.post('experiments/set-experiment-tag', {
  experiment_id: '$first',
  key: 'long',
  value: 'v'.repeat(20001),
});
corpus.post('experiments/delete-experiment-tag', { experiment_id: '$first', key: 'nothing' });
corpus.post('experiments/delete-experiment-tag', { experiment_id: '$first', key: 'k' });
corpus.post('experiments/create', { name: 'doomed' }, { save: { doomed: 'experiment_id' } });
corpus.post('experiments/delete', { experiment_id: '$doomed' });
corpus.post('experiments/delete', { experiment_id: '$doomed' });
corpus.get('experiments/get', { experiment_id: '$doomed' });
corpus.post('experiments/update', { experiment_id: '$doomed', new_name: 'alive' });
corpus.post('experiments/set-experiment-tag', { experiment_id: '$doomed', key: 'k', value: 'v' });
corpus.post('runs/create', { experiment_id: '$doomed' });
corpus.post('experiments/search', { max_results: 10, view_type: 'DELETED_ONLY' });
corpus.post('experiments/restore', { experiment_id: '$doomed' });
corpus.post('experiments/restore', { experiment_id: '$doomed' });
corpus.post('experiments/search', { max_results: 3, order_by: ['name ASC'] });
corpus.post('experiments/search', { max_results: 100, order_by: ['name DESC'], view_type: 'ALL' });
corpus.post('experiments/search', { max_results: 100, filter: "name LIKE '%agg%'" });
corpus.post('experiments/search', { max_results: 100, filter: "name ILIKE 'TAG%'" });
corpus.post('experiments/search', { max_results: 100, filter: "tags.team = 'vision'" });
corpus.post('experiments/search', { max_results: 100, filter: "tags.team != 'vision'" });
corpus.post('experiments/search', {
  max_results: 100,
  filter: 'creation_time > 10',
  order_by: ['experiment_id'],
});
corpus.post('experiments/search', { max_results: 100, filter: 'bogus = 1' });
corpus.post('experiments/search', { max_results: 100, order_by: ['bogus'] });
corpus.post('experiments/search', {});
corpus.post('experiments/search', { max_results: 0 });
corpus.post('experiments/search', { max_results: 50001 });
corpus.post('experiments/search', { max_results: 'many' });
corpus.get('experiments/search', { max_results: '2', order_by: ['experiment_id ASC'] });

// Runs.
corpus.post(
  'runs/create',
  {
    experiment_id: '$first',
    start_time: 1000,
    user_id: 'ada',
    run_name: 'one',
    tags: [{ key: 'model', value: 'mlp' }],
  },
  { save: { run1: 'run.info.run_id' } },
);
corpus.post(
  'runs/create',
  { experiment_id: '$first', start_time: '2000', tags: [{ key: 'mlflow.runName', value: 'two' }] },
  { save: { run2: 'run.info.run_id' } },
);
corpus.post(
  'runs/create',
  { experiment_id: '$first', startTime: 3000, runName: 'three' },
  { save: { run3: 'run.info.run_id' } },
);
corpus.post(
  'runs/create',
  { experiment_id: '$first' },
  { save: { run4: 'run.info.run_id' }, ignore: madeUpName },
);
corpus.post('runs/create', {}, { differs: SQL_TEXT });
corpus.post(
  'runs/create',
  { experiment_id: '$doomed', run_name: 'spoiled' },
  { save: { spoiled: 'run.info.run_id' } },
);
corpus.post('runs/create', { experiment_id: '404' });
corpus.post('runs/create', { experiment_id: 3 });
corpus.post('runs/create', { experiment_id: '$first', start_time: 'soon' });
corpus.post('runs/create', {
  experiment_id: '$first',
  run_name: 'a',
  tags: [{ key: 'mlflow.runName', value: 'b' }],
});
corpus.get('runs/get', { run_id: '$run1' });
corpus.get('runs/get', { run_uuid: '$run1' });
corpus.get('runs/get', { run_id: 'f'.repeat(32) });
corpus.get('runs/get');
corpus.post('runs/update', { run_id: '$run1', status: 'FINISHED', end_time: 5000 });
corpus.post('runs/update', { run_id: '$run1', status: 4 });
corpus.post('runs/update', { run_id: '$run1', status: 'UNHEARD_OF' });
corpus.post('runs/update', { run_id: '$run1', run_name: 'uno' });
corpus.post('runs/update', { run_id: '$run1', run_name: '' });
corpus.post('runs/update', { run_id: '$run1', end_time: 'late' });
corpus.post('runs/update', { status: 'FINISHED' });
corpus.post('runs/update', { run_id: 'nothing' });
corpus.get('runs/get', { run_id: '$run1' });

// Metrics.
const metric = (extra: object) => ({
  run_id: '$run1',
  key: 'loss',
  value: 0.5,
  timestamp: 100,
  step: 0,
  ...extra,
});
for (const extra of [
  {},
  {},
  { value: 0.25, step: 2, timestamp: 90 },
  { value: 0.75, step: 1, timestamp: 200 },
  { value: 0.1, step: 2, timestamp: 90 },
  { value: 'NaN', step: 3 },
  { value: 'Infinity', step: 4 },
  { value: '-Infinity', step: 5 },
  { value: '1e-3', step: 6 },
  { value: 1e308, key: 'big' },
  { value: -0, key: 'zero' },
  { value: 1, step: -7, key: 'negative step' },
  { value: 1, step: '12', timestamp: '345', key: 'strings' },
  { value: true },
  { value: 'high' },
  { value: null },
  { key: '' },
  { key: null },
  { key: '../x' },
  { key: 'a//b' },
  { key: './a' },
  { key: 'a/b:c d-e_f.g' },
  { key: 'ключ' },
  { key: 'no$dollar' },
  { key: 'emoji 🚀' },
  { key: 'k'.repeat(250) },
  { key: 'k'.repeat(251) },
  { timestamp: -1 },
  { timestamp: null },
  { timestamp: 'now' },
  { step: 'x' },
  { run_id: 'nothing' },
  { run_id: null },
]) {
  corpus.post('runs/log-metric', metric(extra));
}
corpus.post('runs/log-metric', metric({ run_id: '$spoiled', timestamp: 1.5 }), { differs: STORED_WRONG });
corpus.post('runs/log-metric', metric({ run_id: '$spoiled', step: 1.5 }), { differs: STORED_WRONG });
corpus.post('runs/log-metric', { run_uuid: '$run1', key: 'by uuid', value: 1, timestamp: 1 });
corpus.get('runs/get', { run_id: '$run1' });
corpus.get('metrics/get-history', { run_id: '$run1', metric_key: 'loss' });
corpus.get(
  'metrics/get-history',
  { run_id: '$run1', metric_key: 'loss', max_results: '3' },
  { save: { later: 'next_page_token' } },
);
corpus.get('metrics/get-history', {
  run_id: '$run1',
  metric_key: 'loss',
  max_results: '3',
  page_token: '$later',
});
corpus.get('metrics/get-history', { run_id: '$run1', metric_key: 'loss', max_results: '0' });
corpus.get('metrics/get-history', { run_id: '$run1', metric_key: 'nothing' });
corpus.get('metrics/get-history', { run_id: 'nothing', metric_key: 'loss' });
corpus.get('metrics/get-history', { run_id: '$run1' });
corpus.get('metrics/get-history', { run_id: '$run1', metric_key: 'loss', page_token: 'garbage' });

// Params and tags.
const param = (extra: object) => ({ run_id: '$run1', key: 'lr', value: '0.1', ...extra });
for (const extra of [
  {},
  {},
  { value: '0.2' },
  { key: 'empty', value: '' },
  { key: 'none', value: null },
  { key: 'number', value: 3 },
  { key: 'long', value: 'v'.repeat(6000) },
  { key: 'too long', value: 'v'.repeat(6001) },
  { key: '/absolute' },
  { key: '' },
  { key: 'k'.repeat(251) },
  { key: 'quote', value: `it's "quoted" \\ and 🚀` },
  { run_id: 'nothing' },
]) {
  corpus.post('runs/log-parameter', param(extra));
}
for (const extra of [
  { key: 'stage', value: 'dev' },
  { key: 'stage', value: 'prod' },
  { key: 'mlflow.runName', value: 'named by tag' },
  { key: 'mlflow.note.content', value: '# Title\n*text*' },
  { key: 'long', value: 'v'.repeat(8001) },
  { key: '', value: 'x' },
  { key: '..', value: 'x' },
  { key: 'number', value: 3 },
]) {
  corpus.post('runs/set-tag', { run_id: '$run1', ...extra });
}
corpus.post('runs/delete-tag', { run_id: '$run1', key: 'stage' });
corpus.post('runs/delete-tag', { run_id: '$run1', key: 'stage' });
corpus.post('runs/delete-tag', { run_id: '$run1' });
corpus.get('runs/get', { run_id: '$run1' });

// Batches.
const batch = (extra: object) => ({ run_id: '$run2', ...extra });
corpus.post(
  'runs/log-batch',
  batch({
    metrics: [
      { key: 'acc', value: 0.1, timestamp: 1, step: 0 },
      { key: 'acc', value: 0.3, timestamp: 3, step: 2 },
      { key: 'acc', value: 0.2, timestamp: 2, step: 1 },
      { key: 'acc', value: 0.2, timestamp: 2, step: 1 },
      { key: 'loss', value: 'NaN', timestamp: 2, step: 1 },
    ],
    params: [
      { key: 'depth', value: '3' },
      { key: 'lr', value: '1e-3' },
    ],
    tags: [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
  }),
);
corpus.get('runs/get', { run_id: '$run2' });
corpus.get('metrics/get-history', { run_id: '$run2', metric_key: 'acc' });
for (const extra of [
  {},
  {
    params: [
      { key: 'depth', value: '4' },
      { key: 'lr', value: '2' },
      { key: 'new', value: 'x' },
    ],
  },
  {
    params: [
      { key: 'p', value: '1' },
      { key: 'p', value: '1' },
    ],
  },
  { metrics: [{ key: 'a', value: 1 }] },
  { metrics: [{ value: 1, timestamp: 1 }] },
  {
    metrics: [
      { key: 'ok', value: 1, timestamp: 1 },
      { key: '../bad', value: 1, timestamp: 1 },
    ],
  },
  { metrics: 'none' },
  { params: [{ value: 'x' }] },
  { tags: [{ key: '', value: 'x' }] },
  { params: Array.from({ length: 101 }, (_, i) => ({ key: `p${i}`, value: 'v' })) },
  { tags: Array.from({ length: 101 }, (_, i) => ({ key: `t${i}`, value: 'v' })) },
  { metrics: Array.from({ length: 1001 }, (_, i) => ({ key: `m${i}`, value: i, timestamp: 1 })) },
  {
    metrics: Array.from({ length: 1000 }, (_, i) => ({ key: 'series', value: i, timestamp: i, step: i })),
    params: [{ key: 'one', value: 'more' }],
  },
  { metrics: Array.from({ length: 1000 }, (_, i) => ({ key: 'series', value: i, timestamp: i, step: i })) },
  { run_id: 'a b' },
  { run_id: 'nothing' },
  { run_id: null },
]) {
  corpus.post('runs/log-batch', batch(extra));
}
corpus.get('runs/get', { run_id: '$run2' });
corpus.post(
  'runs/log-batch',
  { run_id: '$spoiled', metrics: [{ key: 'a', value: 'x', timestamp: 1 }] },
  { differs: STORED_WRONG },
);

// Datasets.
corpus.post('runs/log-inputs', {
  run_id: '$run1',
  datasets: [
    {
      dataset: {
        name: 'wine',
        digest: 'abc',
        source_type: 'local',
        source: '{"uri": "wine.csv"}',
        schema: '{}',
      },
      tags: [{ key: 'mlflow.data.context', value: 'training' }],
    },
  ],
});
corpus.get('runs/get', { run_id: '$run1' });

// Search.
corpus.post('runs/log-batch', {
  run_id: '$run3',
  metrics: [
    { key: 'acc', value: 0.9, timestamp: 1, step: 0 },
    { key: 'loss', value: 'Infinity', timestamp: 1, step: 0 },
  ],
  params: [{ key: 'depth', value: '10' }],
  tags: [{ key: 'model', value: 'MLP' }],
});
const search = (body: object) =>
  corpus.post(
    'runs/search',
    { experiment_ids: ['$first'], ...body },
    { ignore: [0, 1, 2, 3, 4].flatMap((i) => [`runs.${i}.info.run_name`, `runs.${i}.data.tags`]) },
  );
for (const filter of [
  '',
  'metrics.acc > 0.25',
  'metrics.acc >= 0.3 and params.depth = "3"',
  "params.depth != '3'",
  "params.depth LIKE '1%'",
  'metrics.loss = 0',
  'metrics.loss != 0',
  'metrics.loss > 1e300',
  "tags.model = 'mlp'",
  "tags.model ILIKE 'ML_'",
  "tags.`mlflow.runName` = 'three'",
  "attributes.status = 'RUNNING'",
  "status != 'RUNNING'",
  "run_name = 'three'",
  "run_name LIKE 't%o'",
  "attributes.run_id IN ('$run1', '$run3')",
  "run_id NOT IN ('$run1')",
  'attributes.start_time >= 2000',
  'start_time < 2000',
  "dataset.name = 'wine'",
  "datasets.context = 'training'",
  "datasets.digest LIKE 'x%'",
  'params.depth IS NULL',
  'tags.model IS NOT NULL',
  "metrics.acc > 'high'",
  'params.depth > 3',
  'metrics.acc',
  'metrics. > 1',
  'bogus.key = 1',
  "attributes.bogus = 'x'",
  'metrics.acc > 0.25 or metrics.acc < 1',
  "tags.model = 'mlp",
]) {
  search({ filter });
}
for (const order_by of [
  ['metrics.acc DESC'],
  ['metrics.acc ASC', 'start_time ASC'],
  ['metrics.loss ASC'],
  ['metrics.loss DESC'],
  ['params.depth'],
  ['tags.model DESC'],
  ['attributes.start_time DESC'],
  ['attribute.end_time', 'start_time'],
  ['metrics.acc', 'metrics.acc'],
  ['bogus'],
  ['metrics.acc SIDEWAYS'],
]) {
  search({ order_by });
}
search({ filter: 'start_time > 0', order_by: ['run_name'] });
search({ max_results: 2, order_by: ['start_time'] });
search({ max_results: 0 });
search({ max_results: 50001 });
search({ max_results: -1 });
search({ run_view_type: 'ALL' });
search({ page_token: 'garbage' });
search({ experiment_ids: [] });
search({ experiment_ids: ['abc'] });
search({ experiment_ids: '0' });
search({ experiment_ids: ['$first', '0'], order_by: ['attributes.start_time'], max_results: 4 });
corpus.post('runs/search', { filter: "params.depth = '3'" });

// Life cycle of runs.
corpus.post('runs/delete', { run_id: '$run3' });
corpus.post('runs/delete', { run_id: '$run3' });
corpus.get('runs/get', { run_id: '$run3' });
corpus.post('runs/log-metric', metric({ run_id: '$run3' }));
corpus.post('runs/log-parameter', param({ run_id: '$run3' }));
corpus.post('runs/set-tag', { run_id: '$run3', key: 'a', value: 'b' });
corpus.post('runs/update', { run_id: '$run3', status: 'FAILED' });
search({ run_view_type: 'DELETED_ONLY' });
corpus.post('runs/restore', { run_id: '$run3' });
corpus.post('runs/restore', { run_id: 'nothing' });
corpus.post('runs/delete', {});

// Odd requests.
corpus.request({ method: 'POST', path: '/api/2.0/mlflow/runs/log-metric', body: 'not json' });
corpus.request({ method: 'POST', path: '/api/2.0/mlflow/runs/log-metric', body: '' });
corpus.request({
  method: 'POST',
  path: '/api/2.0/mlflow/runs/set-tag',
  body: JSON.stringify(JSON.stringify({ run_id: '$run1', key: 'double', value: 'encoded' })),
});
corpus.request({
  method: 'POST',
  path: '/api/2.0/mlflow/runs/set-tag',
  body: '{}',
  headers: { 'content-type': 'text/plain' },
});
corpus.request({
  method: 'POST',
  path: '/ajax-api/2.0/mlflow/runs/set-tag',
  body: { run_id: '$run1', key: 'ajax', value: 'yes' },
  headers: { 'content-type': 'application/json; charset=utf-8' },
});
corpus.request({ method: 'GET', path: '/health' });
corpus.request({ method: 'GET', path: '/version' });

// Artifacts.
const file = (path: string, body: string, extra: object = {}) =>
  corpus.request({
    method: 'PUT',
    path: `/api/2.0/mlflow-artifacts/artifacts/$first/$run1/artifacts/${path}`,
    body,
    headers: { 'content-type': 'application/octet-stream' },
    ...extra,
  });
const proxy = (path: string, extra: object = {}) =>
  corpus.request({ method: 'GET', path: `/api/2.0/mlflow-artifacts/artifacts${path}`, ...extra });
file('model/weights.txt', 'one two three');
file('notes.md', '# Notes');
file('notes.md', '# Other notes');
file('page.html', '<script>alert(1)</script>');
proxy('?path=$first/$run1/artifacts');
proxy('?path=$first/$run1/artifacts/model');
proxy('?path=$first/$run1/nothing');
proxy('?path=../..');
proxy('/$first/$run1/artifacts/notes.md');
proxy('/$first/$run1/artifacts/page.html', { differs: TEXT_PLAIN });
proxy('/$first/$run1/artifacts/model', { differs: DETAIL });
proxy('/..%2f..%2fetc/passwd');
proxy('/%252e%252e/secret');
corpus.get('artifacts/list', { run_id: '$run1' });
corpus.get('artifacts/list', { run_id: '$run1', path: 'model' });
corpus.get('artifacts/list', { run_id: '$run1', path: 'notes.md' });
corpus.get('artifacts/list', { run_id: '$run1', path: '../..' });
corpus.get('artifacts/list', { run_id: '$run2' });
corpus.get('artifacts/list', { run_id: 'nothing' });
corpus.get('artifacts/list');
corpus.request({ method: 'GET', path: '/get-artifact?run_uuid=$run1&path=notes.md' });
corpus.request({ method: 'GET', path: '/get-artifact?run_id=$run1&path=../../x' });
corpus.request({
  method: 'DELETE',
  path: '/api/2.0/mlflow-artifacts/artifacts/$first/$run1/artifacts/notes.md',
});
proxy('?path=$first/$run1/artifacts');
