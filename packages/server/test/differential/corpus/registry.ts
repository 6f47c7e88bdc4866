import { Corpus } from '../steps.ts';

/** The model registry: registered models, versions, stages, aliases, tags, searches and prompts. */
const corpus = new Corpus();
export const REGISTRY_STEPS = corpus.steps;

const send = (method: string, path: string, body: unknown, extra = {}) =>
  corpus.request({ method, path: `/api/2.0/mlflow/${path}`, body, ...extra });
const CRASHES = { differs: { why: 'MLflow crashes, and says so with a status of 500', status: 400 } };

corpus.post('experiments/create', { name: 'registry' }, { save: { shelf: 'experiment_id' } });
corpus.post(
  'runs/create',
  { experiment_id: '$shelf', start_time: 1, run_name: 'source' },
  {
    save: { sourceRun: 'run.info.run_id' },
  },
);
corpus.post(
  'logged-models',
  { experiment_id: '$shelf', name: 'logged', source_run_id: '$sourceRun' },
  {
    save: { loggedModel: 'model.info.model_id' },
    ignore: ['model.info.creation_timestamp_ms', 'model.info.last_updated_timestamp_ms'],
  },
);

const create = (body: unknown) => corpus.post('registered-models/create', body);
create({ name: 'forest' });
create({ name: 'forest' });
create({
  name: 'net',
  description: 'a net',
  tags: [
    { key: 'team', value: 'vision' },
    { key: 'stage', value: 'x' },
  ],
});
create({
  name: 'svm',
  tags: [
    { key: 'team', value: 'audio' },
    { key: 'team', value: 'vision' },
  ],
});
create({ name: 'empty', description: '' });
for (const name of [
  '',
  ' ',
  'a/b',
  'a:b',
  '..',
  '.',
  'ünïcode näme',
  'with space',
  5,
  null,
  undefined,
  'a//b',
])
  create({ name });
create({ name: 'bad tag', tags: [{ key: '', value: 'x' }] });
create({ name: 'bad tag', tags: [{ key: 'a%b', value: 'x' }] });
create({ name: 'bad tag', tags: [{ key: 'x'.repeat(251), value: 'x' }] });
create({ name: 'long value', tags: [{ key: 'k', value: 'x'.repeat(100_001) }] });
create({ name: 'no value', tags: [{ key: 'k' }] });
create({ name: 'prompt', tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] });
create({ name: 'prompt' });
create({ name: 'prompt', tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }] });
create({ name: 'forest', tags: [{ key: 'mlflow.prompt.is_prompt', value: 'True' }] });
create({ tags: 'no list' });

for (const name of ['forest', 'net', 'svm', 'empty', 'nobody', '', 'a/b'])
  corpus.get('registered-models/get', { name });
corpus.get('registered-models/get');
send('PATCH', 'registered-models/update', { name: 'forest', description: 'many trees' });
send('PATCH', 'registered-models/update', { name: 'forest' });
send('PATCH', 'registered-models/update', { name: 'nobody', description: 'x' });
send('PATCH', 'registered-models/update', { description: 'x' });

const tag = (body: unknown) => corpus.post('registered-models/set-tag', body);
tag({ name: 'forest', key: 'team', value: 'vision' });
tag({ name: 'forest', key: 'team', value: 'audio' });
tag({ name: 'forest', key: 'empty' });
tag({ name: 'forest', key: 'gone', value: '1' });
tag({ name: 'forest', key: 'bad%key', value: '1' });
tag({ name: 'forest', key: 'x'.repeat(251), value: '1' });
tag({ name: 'nobody', key: 'a', value: '1' });
tag({ name: 'forest', value: '1' });
send('DELETE', 'registered-models/delete-tag', { name: 'forest', key: 'gone' });
send('DELETE', 'registered-models/delete-tag', { name: 'forest', key: 'gone' });
send('DELETE', 'registered-models/delete-tag', { name: 'nobody', key: 'gone' });
send('DELETE', 'registered-models/delete-tag', { name: 'forest' });
corpus.get('registered-models/get', { name: 'forest' });

const version = (body: unknown, extra = {}) => corpus.post('model-versions/create', body, extra);
const source = 'mlflow-artifacts:/$shelf/$sourceRun/artifacts/model';
version({ name: 'forest', source, run_id: '$sourceRun' });
version({ name: 'forest', source: 's3://bucket/forest', description: 'second', run_link: 'http://x/1' });
version({
  name: 'forest',
  source: 'runs:/$sourceRun/model',
  run_id: '$sourceRun',
  tags: [{ key: 'a', value: '1' }],
});
version({ name: 'forest', source: 'models:/$loggedModel', model_id: '$loggedModel' });
version({
  name: 'net',
  source: 's3://bucket/net',
  tags: [
    { key: 'a', value: '2' },
    { key: 'b', value: 'x' },
  ],
});
version({ name: 'net', source: 'models:/forest/2' });
version({ name: 'net', source: 'models:/forest/1' });
version({ name: 'net', source: 'models:/forest/latest' });
version({ name: 'svm', source: 'gs://bucket/svm' });
version({
  name: 'prompt',
  source: 'dummy-source',
  tags: [
    { key: 'mlflow.prompt.is_prompt', value: 'true' },
    { key: 'mlflow.prompt.text', value: 'Say {{x}}' },
  ],
});
version({
  name: 'prompt',
  source: 's3://bucket/x',
  tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
});
corpus.get(
  'logged-models/$loggedModel',
  {},
  {
    ignore: ['model.info.creation_timestamp_ms', 'model.info.last_updated_timestamp_ms'],
  },
);
for (const bad of [
  { source },
  { source, run_id: 'nothing' },
  { source: 'mlflow-artifacts:/$shelf/other/artifacts/model', run_id: '$sourceRun' },
  { source: 'mlflow-artifacts:/$shelf/$sourceRun/artifacts/../../x', run_id: '$sourceRun' },
  { source: 'mlflow-artifacts:/$shelf/$sourceRun/artifacts/%2e%2e/x', run_id: '$sourceRun' },
  { source: 'mlflow-artifacts:/$shelf/$sourceRun/artifacts/..%252f..%252fx', run_id: '$sourceRun' },
  { source: '/etc/passwd' },
  { source: '/etc', run_id: '$sourceRun' },
  { source: 'file:///etc', run_id: '$sourceRun' },
  { source: '/etc', model_id: '$loggedModel' },
  { source: 's3://bucket/../x' },
  { source: 's3://bucket' },
  { source: 's3://bucket/a//b/' },
  { source: 's3:bucket/x' },
  { source: 's3://bucket/a%00b' },
  { source: 'runs:/$sourceRun/model' },
  { source: 'runs:/other/model', run_id: '$sourceRun' },
  { source: 'runs:/$sourceRun/model', model_id: '$loggedModel' },
  { source: 'models:/$loggedModel' },
  { source: 'models:/m-other', model_id: '$loggedModel' },
  { source: 'models:/nobody/1' },
  { source: 'models:/forest/99' },
  { source: 'models:/forest/1', run_id: 'another' },
  { source: 'models:/prompt/1' },
  { source: 'models:/a/b/c' },
  { source: 'models:/' },
  { source: 'models://other/forest/1' },
  { source: 's3://bucket/x', model_id: '$loggedModel' },
  { source: '' },
  { source: 5 },
  {},
])
  version({ name: 'forest', ...bad });
version({ name: 'nobody', source: 's3://bucket/x' });
version({ source: 's3://bucket/x' });
version({ name: 'forest', source: 's3://bucket/x', tags: [{ key: 'a%', value: '1' }] });

const get = (query: Record<string, string>) => corpus.get('model-versions/get', query);
for (const number of ['1', '2', '3', '4', '99', '0', '-1', 'x', '1.5', ' 1', '01', '1_0'])
  get({ name: 'forest', version: number });
for (const number of ['1', '2', '3', '4']) get({ name: 'net', version: number });
get({ name: 'nobody', version: '1' });
get({ name: 'forest' });
get({ version: '1' });
for (const number of ['1', '2', '3', '4', '99', 'x'])
  corpus.get('model-versions/get-download-uri', { name: 'forest', version: number });
for (const number of ['1', '2', '3', '4'])
  corpus.get('model-versions/get-download-uri', { name: 'net', version: number });
corpus.get('model-versions/get-download-uri', { name: 'forest' });

send('PATCH', 'model-versions/update', { name: 'forest', version: '1', description: 'first' });
send('PATCH', 'model-versions/update', { name: 'forest', version: '2' });
send('PATCH', 'model-versions/update', { name: 'forest', version: '99', description: 'x' });
send('PATCH', 'model-versions/update', { name: 'forest', description: 'x' });

const move = (body: unknown) => corpus.post('model-versions/transition-stage', body);
move({ name: 'forest', version: '1', stage: 'Production' });
move({ name: 'forest', version: '2', stage: 'staging' });
move({ name: 'forest', version: '3', stage: 'PRODUCTION', archive_existing_versions: true });
move({ name: 'forest', version: '3', stage: 'None', archive_existing_versions: true });
move({ name: 'forest', version: '3', stage: 'Retired' });
move({ name: 'forest', version: '3', stage: 'Deleted_Internal' });
move({ name: 'forest', version: '99', stage: 'Staging' });
move({ name: 'forest', version: '3', stage: 'Staging', archive_existing_versions: 'yes' });
move({ name: 'forest', version: '3' });

const latest = (body: unknown) => corpus.post('registered-models/get-latest-versions', body);
latest({ name: 'forest' });
latest({ name: 'forest', stages: ['Production'] });
latest({ name: 'forest', stages: ['production', 'Staging'] });
latest({ name: 'forest', stages: ['Retired'] });
latest({ name: 'empty' });
latest({ name: 'nobody' });
latest({});
corpus.get('registered-models/get-latest-versions', { name: 'forest', stages: ['Archived', 'None'] });
corpus.get('registered-models/get', { name: 'forest' });

const alias = (body: unknown) => corpus.post('registered-models/alias', body);
alias({ name: 'forest', alias: 'champion', version: '1' });
alias({ name: 'forest', alias: 'champion', version: '3' });
alias({ name: 'forest', alias: 'second', version: '3' });
alias({ name: 'forest', alias: 'gone', version: '2' });
for (const name of ['latest', 'Latest', 'v1', 'V22', 'v1x', 'a b', 'a.b', 'ü', '', 'x'.repeat(256), 5])
  alias({ name: 'forest', alias: name, version: '1' });
alias({ name: 'forest', alias: 'x', version: '99' });
alias({ name: 'forest', alias: 'x', version: 'one' });
alias({ name: 'nobody', alias: 'x', version: '1' });
alias({ name: 'forest', alias: 'x' });
for (const name of ['champion', 'second', 'latest', 'LATEST', 'nothing', 'a b', ''])
  corpus.get('registered-models/alias', { name: 'forest', alias: name });
corpus.get('registered-models/alias', { name: 'empty', alias: 'latest' });
corpus.get('registered-models/alias', { name: 'nobody', alias: 'champion' });
send('DELETE', 'registered-models/alias', { name: 'forest', alias: 'gone' });
send('DELETE', 'registered-models/alias', { name: 'forest', alias: 'gone' });
send('DELETE', 'registered-models/alias', { name: 'nobody', alias: 'gone' });
send('DELETE', 'registered-models/alias', { name: 'forest', alias: 'a b' });
get({ name: 'forest', version: '3' });

const versionTag = (body: unknown) => corpus.post('model-versions/set-tag', body);
versionTag({ name: 'forest', version: '1', key: 'a', value: 'one' });
versionTag({ name: 'forest', version: '1', key: 'b', value: 'Two' });
versionTag({ name: 'forest', version: '2', key: 'b' });
versionTag({ name: 'forest', version: '1', key: 'x%', value: '1' });
versionTag({ name: 'forest', version: 'x', key: 'a', value: '1' });
versionTag({ name: 'forest', version: '99', key: 'a', value: '1' });
versionTag({ name: 'nobody', version: '1', key: 'a', value: '1' });
versionTag({ name: 'forest', key: 'a', value: '1' });
send('DELETE', 'model-versions/delete-tag', { name: 'forest', version: '2', key: 'b' });
send('DELETE', 'model-versions/delete-tag', { name: 'forest', version: '2', key: 'b' });
send('DELETE', 'model-versions/delete-tag', { name: 'forest', version: '99', key: 'b' });
send('DELETE', 'model-versions/delete-tag', { name: 'forest', version: '1' });
get({ name: 'forest', version: '1' });

const models = (query: Record<string, string | string[]>, extra = {}) =>
  corpus.get('registered-models/search', query, extra);
models({});
for (const filter of [
  "name = 'forest'",
  "name != 'forest'",
  "name LIKE 'f%'",
  "name like 'F%'",
  "name ILIKE 'F%'",
  "name IN ('forest', 'net')",
  "name NOT IN ('forest')",
  "attribute.name = 'net'",
  "tags.team = 'vision'",
  "tag.team != 'vision'",
  "tags.team LIKE 'v%' AND tags.stage = 'x'",
  "tags.`team` ILIKE 'VIS%'",
  "tags.team = 'vision' AND tags.team LIKE 'v%'",
  "tags.`mlflow.prompt.is_prompt` = 'true'",
  "tags.`mlflow.prompt.is_prompt` = 'false'",
  "tags.`mlflow.prompt.is_prompt` != 'true'",
  "tags.`mlflow.prompt.is_prompt` != 'false'",
  "tags.`mlflow.prompt.is_prompt` = 'true' AND name = 'prompt'",
  'name = "forest"',
  'name = forest',
  'name = 5',
  "name > 'a'",
  "name = 'a' OR name = 'b'",
  "description = 'x'",
  "metrics.a = 'x'",
  "tags.team > 'a'",
  "tags.team IN ('vision')",
  'tags.team = 5',
  "name IN ('a', 5)",
  'name IN ()',
  "run_id = 'x'",
  "name = 'x'; name = 'y'",
  'name',
  'AND',
])
  models({ filter });
models(
  { filter: "`name` = 'forest'" },
  { differs: { why: 'an attribute may stand in backticks, as elsewhere', status: 200 } },
);
for (const filter of ['name IS NULL', 'tags.team IS NOT NULL']) models({ filter }, CRASHES);
for (const order_by of [
  ['name DESC'],
  ['name'],
  ['name asc'],
  ['name', 'name DESC'],
  ['timestamp', 'last_updated_timestamp'],
  ['creation_timestamp'],
  ['description'],
  ['name SIDEWAYS'],
  ['name ASC DESC'],
  [''],
])
  models({ order_by });
models({ max_results: '2' }, { save: { modelPage: 'next_page_token' } });
models({ max_results: '2', page_token: '$modelPage' });
models({ max_results: '1001' });
models({ max_results: 'x' });
models({ max_results: '0' });
models({ page_token: 'garbage' });

const versions = (query: Record<string, string | string[]>, extra = {}) =>
  corpus.get('model-versions/search', { order_by: ['name', 'version_number'], ...query }, extra);
versions({});
for (const filter of [
  "name = 'forest'",
  "name != 'forest'",
  "name LIKE 'n%'",
  "name ILIKE 'N%'",
  "name IN ('forest', 'svm')",
  "name NOT IN ('forest')",
  'version_number = 1',
  'version_number > 1',
  'version_number >= 2 AND version_number < 4',
  "version_number = '2'",
  "version_number = 'x'",
  'version_number = 1.5',
  "version_number LIKE '1'",
  'version_number IN (1)',
  "run_id = '$sourceRun'",
  "run_id IN ('$sourceRun')",
  "run_id != 'x'",
  "source_path = 's3://bucket/net'",
  "source_path LIKE 's3%'",
  "source_path IN ('x')",
  "tags.a = '1'",
  "tags.a != '1'",
  "tags.a LIKE '%' AND tags.b = 'x'",
  "tags.b ILIKE 'TWO'",
  "tags.`mlflow.prompt.is_prompt` = 'true'",
  'name = 5',
  "source_path > 'a'",
  'creation_timestamp > 1',
  "stage = 'Production'",
  "current_stage = 'Production'",
  "metrics.a = 'x'",
  "tags.a IN ('1')",
])
  versions({ filter });
versions({ filter: 'tags.a IS NULL' }, CRASHES);
for (const order_by of [
  ['version_number DESC', 'name'],
  ['name DESC'],
  ['name', 'version_number ASC'],
  ['run_id'],
  ['source_path'],
  ['bogus'],
  ['name', 'name'],
  ['tags.a'],
  ['version_number UP'],
])
  versions({ order_by });
versions({ max_results: '3' }, { save: { versionPage: 'next_page_token' } });
versions({ max_results: '3', page_token: '$versionPage' });
versions({ max_results: '0' });
versions({ max_results: '-1' });
versions({ max_results: '200001' });
versions({ page_token: 'garbage' });

send('DELETE', 'model-versions/delete', { name: 'forest', version: '3' });
send('DELETE', 'model-versions/delete', { name: 'forest', version: '3' });
send('DELETE', 'model-versions/delete', { name: 'forest', version: 'x' });
send('DELETE', 'model-versions/delete', { name: 'nobody', version: '1' });
send('DELETE', 'model-versions/delete', { name: 'forest' });
get({ name: 'forest', version: '3' });
corpus.get('registered-models/alias', { name: 'forest', alias: 'champion' });
versions({ filter: "name = 'forest'" });
send('DELETE', 'model-versions/delete', { name: 'forest', version: '4' });
version({ name: 'forest', source: 's3://bucket/again' });
corpus.get('registered-models/get', { name: 'forest' });

corpus.post('registered-models/rename', { name: 'forest', new_name: 'wood' });
corpus.post('registered-models/rename', { name: 'forest', new_name: 'wood' });
corpus.post('registered-models/rename', { name: 'wood', new_name: 'a/b' });
corpus.post('registered-models/rename', { name: 'wood', new_name: ' ' });
corpus.post('registered-models/rename', { name: 'wood' });
corpus.post(
  'registered-models/rename',
  { name: 'wood', new_name: 'net' },
  { differs: { why: "MLflow's message shows the database's own, statement and all", status: 400 } },
);
corpus.get('registered-models/get', { name: 'wood' });
get({ name: 'wood', version: '1' });
versions({ filter: "tags.a = 'one'" });
send('DELETE', 'registered-models/delete', { name: 'wood' });
send('DELETE', 'registered-models/delete', { name: 'wood' });
send('DELETE', 'registered-models/delete', {});
get({ name: 'wood', version: '1' });
create({ name: 'wood' });
version({ name: 'wood', source: 's3://bucket/new' });
