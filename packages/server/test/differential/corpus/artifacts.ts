import { Corpus } from '../steps.ts';

/** The artifact proxy and its kin, where a folder is behind them. */
const corpus = new Corpus();
export const ARTIFACTS = corpus.steps;

const REFUSED = { differs: { why: 'we refuse NUL, backslashes and file: everywhere', status: 400 } };
const FILES = '/api/2.0/mlflow-artifacts/artifacts';
const put = (path: string, body: string, extra: object = {}) =>
  corpus.request({
    method: 'PUT',
    path: FILES + path,
    body,
    headers: { 'content-type': 'application/x-any' },
    ...extra,
  });
const get = (path: string, extra: object = {}) => corpus.request({ method: 'GET', path, ...extra });
const post = (path: string, body: unknown) => corpus.request({ method: 'POST', path, body });

corpus.post('experiments/create', { name: 'artifacts' }, { save: { lab: 'experiment_id' } });
corpus.post(
  'runs/create',
  { experiment_id: '$lab', start_time: 1, run_name: 'has files' },
  {
    save: { fileRun: 'run.info.run_id' },
  },
);
corpus.post(
  'experiments/create',
  { name: 'cloud', artifact_location: 's3://bucket/cloud' },
  {
    save: { cloud: 'experiment_id' },
  },
);
corpus.post(
  'logged-models',
  { experiment_id: '$lab', name: 'kept' },
  {
    save: { fileModel: 'model.info.model_id' },
    ignore: ['model.info.creation_timestamp_ms', 'model.info.last_updated_timestamp_ms'],
  },
);
put('/$lab/$fileRun/artifacts/a/text.txt', '0123456789');
put('/$lab/$fileRun/artifacts/a/table.parquet', 'PAR1');
put('/$lab/$fileRun/artifacts/a/ü & %25.csv', 'x,y');
put('/$lab/models/$fileModel/artifacts/MLmodel', 'flavors: {}');
for (const path of ['/..%2fx', '/..%252f..%252fx', '/%252e%252e%252fx', '/C:/x', '//etc/x']) put(path, 'x');
for (const path of ['/a/%00', '/a%5cb']) put(path, 'x', REFUSED);
for (const path of ['/..%2fx', '/..%252f..%252fx', '/%2fetc%2fpasswd', '/%252fetc%252fpasswd'])
  get(FILES + path);
for (const path of ['/a%5c..%5cb', '/file:%2f%2fetc']) get(FILES + path, REFUSED);
for (const path of [
  '..',
  '../..',
  '/etc',
  '%2e%2e',
  '%252e%252e',
  'a/../..',
  'file:///etc',
  'C:\\x',
  '#x',
  'a;b',
])
  get(`${FILES}?path=${encodeURIComponent(path)}`);
get(`${FILES}/$lab/$fileRun/artifacts/a/text.txt`);
for (const range of ['bytes=0-3', 'bytes=4-', 'bytes=-2'])
  get(`${FILES}/$lab/$fileRun/artifacts/a/text.txt`, { headers: { range } });
get(`${FILES}/$lab/$fileRun/artifacts/a/table.parquet`);
get(`${FILES}?path=$lab/$fileRun/artifacts/a`);
corpus.get('logged-models/$fileModel/artifacts/directories');
corpus.get('logged-models/$fileModel/artifacts/directories', { artifact_directory_path: '../..' });
corpus.get('logged-models/m-none/artifacts/directories');
const files = '/ajax-api/2.0/mlflow/logged-models/$fileModel/artifacts/files';
get(`${files}?artifact_file_path=MLmodel`);
get(`${files}?artifact_file_path=../x`);
get(files);
get('/ajax-api/2.0/mlflow/logged-models/m-none/artifacts/files?artifact_file_path=MLmodel');
corpus.post('registered-models/create', { name: 'lab' });
corpus.post('model-versions/create', { name: 'lab', source: 'models:/$fileModel', model_id: '$fileModel' });
get('/model-versions/get-artifact?name=lab&version=1&path=MLmodel');
get('/model-versions/get-artifact?name=lab&version=1&path=../x');
get('/model-versions/get-artifact?name=lab&version=9&path=MLmodel');
get('/model-versions/get-artifact?name=none&version=1&path=MLmodel');

for (const what of ['create', 'complete', 'abort']) {
  const path = `/api/2.0/mlflow-artifacts/mpu/${what}/$lab/$fileRun/artifacts`;
  post(path, { path: 'x', num_parts: 2, upload_id: 'u', parts: [{ part_number: 1, etag: 'e' }] });
  post(path, {});
  post(`/api/2.0/mlflow-artifacts/mpu/${what}/..%2fx`, { path: 'x' });
}
get('/api/2.0/mlflow-artifacts/presigned/$lab/$fileRun/artifacts/a/text.txt');
get('/api/2.0/mlflow-artifacts/presigned/..%2fx');
for (const what of ['upload', 'download'])
  for (const body of [
    { run_id: '$fileRun', path: 'x' },
    { run_id: 'none', path: 'x' },
    { run_id: '$fileRun', path: '../x' },
    { run_id: '$fileRun' },
    { path: 'x' },
    { run_id: '$fileRun', model_id: '$fileModel', path: 'x' },
    { model_id: '$fileModel', path: 'x' },
    { model_id: 'm-none', path: 'x' },
    { run_id: '$fileRun', path: 'x', expiration: 0 },
    { run_id: '$fileRun', path: 'x', expiration: 604801 },
    { run_id: '$fileRun', path: 'x', expiration: 'soon' },
  ])
    corpus.post(`artifacts/presigned-${what}-url`, body);
get('/api/3.0/mlflow/server-info', { ignore: ['features_enabled'] });

for (const artifact_location of [
  'http://host/x',
  'HTTPS://host/x',
  'ftp://host/x',
  'sftp://user@host/x',
  'hdfs://host/x',
  'viewfs:/x',
  'abfss://c@host/x',
  'r2://b@host/x',
  'b2://b/x',
  'mlflow-artifacts://host/x',
  'mlflow-artifacts:/x',
  'gs://bucket/x',
])
  corpus.post(
    'experiments/create',
    { name: `keeps at ${artifact_location}`, artifact_location },
    { ignore: ['experiment_id'] },
  );
corpus.post('model-versions/create', { name: 'lab', source: 'http://host/x' });
corpus.post('model-versions/create', { name: 'lab', source: 'ftp://host/x' });
corpus.request({ method: 'DELETE', path: `${FILES}/$lab/$fileRun/artifacts/a/text.txt` });
corpus.request({ method: 'DELETE', path: `${FILES}/..%2fx` });
get(`${FILES}?path=$lab/$fileRun/artifacts/a`);
