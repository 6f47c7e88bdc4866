import { Corpus } from '../steps.ts';

/** One request in all the forms that protobuf's JSON, HTTP and old clients give it. */
const corpus = new Corpus();

export const FORMS = corpus.steps;

const ALIKE = { why: 'Orrery answers under every prefix alike; MLflow only under some.', status: 200 };
const PAGE_500 = { why: 'MLflow fails with an HTML page (500).', status: 400 };
const SQL_TEXT = { why: 'MLflow answers with the text of its SQL error.', status: 400 };

corpus.post(
  '/ajax-api/2.0/mlflow/experiments/create',
  { name: 'forms', tags: [{ key: 'a', value: 'b' }] },
  { save: { forms: 'experiment_id' } },
);
for (const prefix of ['/api/3.0/mlflow', '/ajax-api/3.0/mlflow'])
  corpus.get(`${prefix}/experiments/get`, { experiment_id: '$forms' }, { differs: ALIKE });
corpus.post(
  'runs/create',
  { experimentId: '$forms', userId: 'ada', runName: 'camel', startTime: '12', unknownField: { a: [1] } },
  { save: { camel: 'run.info.run_id' } },
);
corpus.post('runs/create', { experiment_id: '$forms', experimentId: '$forms' });
corpus.post('runs/log-batch', {
  runId: '$camel',
  metrics: [{ key: 'm', value: 1, timestamp: 1, unknown: true }],
  params: [{ key: 'p', value: 'v' }],
});
corpus.post('runs/log-inputs', {
  run_id: '$camel',
  datasets: [{ dataset: { name: 'n', digest: 'd', sourceType: 's', source_type: 's', source: '' } }],
});
corpus.post('runs/log-inputs', {
  run_id: '$camel',
  datasets: [{ dataset: { name: 'n', digest: 'd', sourceType: 'local', source: '' } }],
});
corpus.post('runs/set-tag', { run_id: '$camel', key: 'k', value: 'v', constructor: 1, toString: { a: [1] } });
corpus.post('runs/log-batch', {
  runId: '$camel',
  metrics: [{ key: 'm', value: 1, timestamp: 1, step: 0, modelId: '', model_id: '', valueOf: 2 }],
});
corpus.get('runs/get', { run_uuid: '$camel' });
corpus.get('runs/get', { runId: '$camel' });
corpus.get('runs/get', { run_id: ['$camel', 'other'] });
corpus.get('runs/get', { run_id: '$camel', unknown: 'x' });
corpus.request({ method: 'GET', path: '/api/2.0/mlflow/runs/get', body: undefined });
corpus.post('runs/search', { experimentIds: ['$forms'], maxResults: '5', runViewType: 'ALL', orderBy: [] });
corpus.post('runs/search', { experiment_ids: ['$forms'], run_view_type: 3 });
corpus.post('runs/search', { experiment_ids: ['$forms'], run_view_type: '2' });
corpus.post('runs/search', { experiment_ids: ['$forms'], run_view_type: 'NONE' });
corpus.post('runs/search', { experiment_ids: ['$forms'], max_results: 50001 });
corpus.post('runs/search', { experiment_ids: ['$forms'], max_results: 0 });
corpus.post('runs/search', { experiment_ids: ['$forms'], max_results: -1 });
corpus.post('runs/search', { experiment_ids: ['$forms'], order_by: 'start_time' });
corpus.post('runs/search', { experiment_ids: ['$forms'], order_by: [1] });
corpus.post('runs/search', { experiment_ids: 'none' });
corpus.post('runs/search', { experiment_ids: ['99999999999999'] });
corpus.post('runs/search', { experiment_ids: [] });
corpus.post('runs/search', {});
corpus.post('experiments/search', { maxResults: 2, orderBy: ['name'], viewType: 'ACTIVE_ONLY' });
corpus.get('experiments/search', {
  max_results: '3',
  order_by: ['name DESC', 'experiment_id'],
  view_type: 'ALL',
});
corpus.get('experiments/search', { max_results: '3', view_type: '2' });
corpus.get('experiments/search', { max_results: '1', filter: "tags.a = 'b'" });
corpus.get('experiments/search');
corpus.get('experiments/get', { experiment_id: '99999999999' });
corpus.get('experiments/get', { experiment_id: ' 0 ' });
corpus.get('experiments/get', { experiment_id: '-1' });
for (const status of [
  'RUNNING',
  'SCHEDULED',
  'FINISHED',
  'FAILED',
  'KILLED',
  3,
  '4',
  'finished',
  9,
  0,
  null,
  true,
])
  corpus.post('runs/update', { run_id: '$camel', status });
corpus.post('runs/update', { run_id: '$camel', run_name: 'again' });
corpus.post('runs/update', { run_id: '$camel', run_name: '' });
corpus.post('runs/update', { run_id: '$camel' });
corpus.post('runs/update', {});
corpus.post('runs/set-tag', { run_id: '$camel', key: 'mlflow.runName', value: 'by tag' });
corpus.get('runs/get', { run_id: '$camel' });
corpus.post('runs/delete-tag', { run_id: '$camel', key: 'mlflow.runName' });
corpus.get('runs/get', { run_id: '$camel' });
corpus.post('runs/create', {
  experiment_id: '$forms',
  run_name: 'a',
  tags: [{ key: 'mlflow.runName', value: 'b' }],
});
corpus.post(
  'runs/create',
  { experiment_id: '$forms', run_name: 'x'.repeat(300), start_time: 1 },
  { save: { named: 'run.info.run_id' }, differsOn: { postgres: SQL_TEXT } },
);
corpus.post(
  'runs/create',
  {
    experiment_id: '$forms',
    run_name: 'twice',
    start_time: 1,
    tags: [
      { key: 'k', value: '1' },
      { key: 'k', value: '2' },
    ],
  },
  { differs: SQL_TEXT },
);
corpus.post('experiments/create', { name: 'forms' }, { differs: SQL_TEXT });
corpus.post('experiments/create', { name: 'long', artifact_location: `s3://${'x'.repeat(2050)}` });
for (const artifact_location of [
  's3://bucket/p?versionId=1#part',
  'gs://b',
  'relative/place#x',
  'mlflow-artifacts:/x',
])
  corpus.post('experiments/create', { name: `at ${artifact_location}`, artifact_location });
for (const body of ['', 'null', '{"experiment_id": "$forms"', '{} trailing'])
  corpus.request({ method: 'POST', path: '/api/2.0/mlflow/experiments/delete', body });
for (const body of ['[]', '"text"', '7'])
  corpus.request({
    method: 'POST',
    path: '/api/2.0/mlflow/experiments/delete',
    body,
    differs: PAGE_500,
  });
corpus.request({
  method: 'POST',
  path: '/api/2.0/mlflow/experiments/delete',
  body: '{"experiment_id": "404"}',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});
corpus.request({
  method: 'POST',
  path: '/ajax-api/2.0/mlflow/upload-artifact?run_uuid=$camel&path=plots/a%20b.txt',
  body: 'uploaded',
  headers: { 'content-type': 'text/plain' },
});
for (const query of [
  'run_uuid=$camel',
  'path=a.txt',
  'run_uuid=unknown&path=a.txt',
  'run_uuid=$camel&path=../a.txt',
])
  corpus.request({
    method: 'POST',
    path: `/ajax-api/2.0/mlflow/upload-artifact?${query}`,
    body: 'x',
    headers: { 'content-type': 'text/plain' },
  });
corpus.request({
  method: 'POST',
  path: '/ajax-api/2.0/mlflow/upload-artifact?run_uuid=$camel&path=empty.txt',
  headers: { 'content-type': 'text/plain' },
});
corpus.request({ method: 'GET', path: '/get-artifact?run_uuid=$camel&path=plots/a%20b.txt' });
corpus.get('artifacts/list', { run_id: '$camel', path: 'plots' });
